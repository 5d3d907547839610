import { z } from 'zod';

/** Everything the simulators remember. Times in epoch milliseconds, amounts in fen. */

export const credentialsSchema = z.object({
  appid: z.string(),
  appsecret: z.string(),
  /** The account's original id, `gh_…`: the ToUserName of what customers send. */
  originalId: z.string(),
  token: z.string(),
  encodingAesKey: z.string().length(43),
  mchid: z.string(),
  merchantSerial: z.string(),
  merchantPrivateKey: z.string(),
  merchantPublicKey: z.string(),
  apiV3Key: z.string().length(32),
  payPublicKeyId: z.string().startsWith('PUB_KEY_ID_'),
  payPublicKey: z.string(),
  payPrivateKey: z.string(),
  platformSerial: z.string(),
  platformPrivateKey: z.string(),
  /** PEM, self-signed. */
  platformCertificate: z.string(),
  ordersApiToken: z.string(),
});
export type Credentials = z.infer<typeof credentialsSchema>;

export const entrySchema = z.object({
  id: z.string(),
  at: z.number(),
  from: z.enum(['customer', 'account', 'template', 'system', 'pay']),
  type: z.enum(['text', 'image', 'event', 'template', 'notice', 'failure']),
  text: z.string(),
  imageUrl: z.string().optional(),
  fields: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
  url: z.string().optional(),
  detail: z.string().optional(),
});
export type Entry = z.infer<typeof entrySchema>;

export const allowanceSchema = z.object({ until: z.number(), left: z.int() });

export const phoneSchema = z.object({
  openid: z.string(),
  name: z.string(),
  about: z.string(),
  subscribed: z.boolean(),
  messages: z.array(entrySchema),
  wallet: z.array(
    z.object({
      id: z.string(),
      at: z.number(),
      kind: z.enum(['payment', 'refund']),
      amountFen: z.int(),
      title: z.string(),
      outTradeNo: z.string(),
    }),
  ),
  /** What the account may send: after a message, and after a tap, follow or scan. */
  afterMessage: allowanceSchema,
  afterTap: allowanceSchema,
});
export type Phone = z.infer<typeof phoneSchema>;

export const usageSchema = z.object({
  paidFeaturesUsed: z.boolean(),
  quotaUsed: z.int(),
  quotaTotal: z.int(),
});

export const paidOrderSchema = z.object({
  outTradeNo: z.string(),
  transactionId: z.string(),
  openid: z.string(),
  description: z.string(),
  amountFen: z.int(),
  /** What of the amount was paid by coupons. */
  couponFen: z.int().optional(),
  paidAt: z.number(),
  about: z.string(),
  promotional: z.boolean(),
  terminatedForViolation: z.boolean(),
  usage: usageSchema.nullable(),
});
export type PaidOrder = z.infer<typeof paidOrderSchema>;

export const refundStatuses = ['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'] as const;

export const refundSchema = z.object({
  refundId: z.string(),
  outRefundNo: z.string(),
  transactionId: z.string(),
  outTradeNo: z.string(),
  amountFen: z.int(),
  totalFen: z.int(),
  /** What of the order's amount was paid by coupons, which take their share of the refund. */
  couponFen: z.int().optional(),
  reason: z.string().nullable(),
  notifyUrl: z.string(),
  status: z.enum(refundStatuses),
  /** What it will come to once it has been processed. */
  fate: z.enum(refundStatuses),
  createdAt: z.number(),
  settlesAt: z.number(),
  settledAt: z.number().nullable(),
  /** Queries still to be answered 404, as when WeChat Pay's records lag. */
  hiddenFor: z.int(),
});
export type Refund = z.infer<typeof refundSchema>;

export const notificationSchema = z.object({
  id: z.string(),
  outRefundNo: z.string(),
  /** The exact body, the same at every try. */
  body: z.string(),
  url: z.string(),
  tries: z.int(),
  /** null: delivered, or given up. */
  nextAt: z.number().nullable(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const mediaSchema = z.object({
  mediaId: z.string(),
  contentType: z.string(),
  at: z.number(),
  base64: z.string(),
});
export type Media = z.infer<typeof mediaSchema>;

export const worldSchema = z.object({
  version: z.literal(1),
  credentials: credentialsSchema,
  /** When the newest set of demo orders was made, and how many sets there have been. */
  demo: z.object({ at: z.number(), sets: z.int() }),
  phones: z.array(phoneSchema),
  orders: z.array(paidOrderSchema),
  refunds: z.array(refundSchema),
  notifications: z.array(notificationSchema),
  media: z.array(mediaSchema),
  templatesSent: z.array(
    z.object({ openid: z.string(), clientMsgId: z.string(), msgid: z.string(), at: z.number() }),
  ),
});
export type WorldState = z.infer<typeof worldSchema>;
