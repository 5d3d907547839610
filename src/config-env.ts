import { z } from 'zod';
import type { SmtpServer } from './gateways/mail/types.ts';

/** What the environment may say (INTERFACE, "Environment"). An empty variable counts as absent. */
const text = z.string().trim().min(1);
const secret = text.min(8);

/** https anywhere, http only to this machine (a simulator). */
const safeUrl = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((value) => value.startsWith('https:') || isLoopback(new URL(value).hostname), 'must be https');
const apiBase = safeUrl.transform((value) => value.replace(/\/+$/, ''));

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

const isSigningSecret = (value: string): boolean =>
  !value.startsWith('whsec_') || /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(value);

const encodingAesKey = z
  .string()
  .regex(/^[A-Za-z0-9]{43}$/, 'must be the 43 letters and digits of the EncodingAESKey');

const mailbox = z.email('must be an e-mail address');

const SMTPS_PORT = 465;
const SUBMISSION_PORT = 587;

/** `smtps://user:password@host:465`, or `smtp://…` for STARTTLS; null where it is none. */
const readSmtpUrl = (value: string): SmtpServer | null => {
  if (!URL.canParse(value)) return null;
  const { protocol, hostname, port, username, password, pathname, search } = new URL(value);
  const secure = protocol === 'smtps:';
  const isOther = !secure && protocol !== 'smtp:';
  if (isOther || hostname === '' || !['', '/'].includes(pathname) || search !== '') return null;
  if ((username === '') !== (password === '')) return null;
  try {
    const [user, secretPart] = [decodeURIComponent(username), decodeURIComponent(password)];
    return {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? SMTPS_PORT : SUBMISSION_PORT) : Number(port),
      secure,
      isLocal: isLoopback(hostname),
      login: user === '' ? null : { user, password: secretPart },
    };
  } catch {
    return null;
  }
};

const smtpServer = z.string().transform((value, context): SmtpServer => {
  const server = readSmtpUrl(value.trim());
  if (server) return server;
  context.addIssue({ code: 'custom', message: 'must look like smtps://user:password@host:465 or smtp://…' });
  return z.NEVER;
});

export const environmentSchema = z.object({
  NODE_ENV: z.string().optional(),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^(sqlite:.+|mongodb(\+srv)?:\/\/[^/?#]+(\/[^/?#]*)?(\?.*)?)$/,
      'must be sqlite:<file>, e.g. sqlite:data/refund-desk.db, or mongodb://<hosts>/<database>',
    )
    .optional(),
  SANDBOX_DIR: text.optional(),
  CONFIG_FILE: text.optional(),

  WECHAT_APPID: z
    .string()
    .regex(/^wx[a-z0-9]{16}$/, 'must look like wx and 16 letters or digits')
    .optional(),
  WECHAT_APPSECRET: secret.optional(),
  WECHAT_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/, 'must be 3 to 32 letters and digits')
    .optional(),
  WECHAT_ENCODING_AES_KEY: encodingAesKey.optional(),
  WECHAT_ENCODING_AES_KEY_PREVIOUS: encodingAesKey.optional(),
  WECHAT_API_BASE: apiBase.default('https://api.weixin.qq.com'),

  MINIPROGRAM_APPID: text.optional(),
  MINIPROGRAM_APPSECRET: secret.optional(),

  WECHATPAY_MCHID: z
    .string()
    .regex(/^\d{8,10}$/, 'must be 8 to 10 digits')
    .optional(),
  WECHATPAY_SERIAL_NO: z
    .string()
    .regex(/^[A-Fa-f0-9]{16,40}$/, 'must be hexadecimal')
    .optional(),
  WECHATPAY_PRIVATE_KEY_FILE: text.optional(),
  WECHATPAY_API_V3_KEY: z
    .string()
    .refine((key) => Buffer.byteLength(key) === 32, 'must have 32 bytes')
    .optional(),
  WECHATPAY_PUBLIC_KEY_ID: z
    .string()
    .regex(/^PUB_KEY_ID_\w+$/, 'must begin with PUB_KEY_ID_')
    .optional(),
  WECHATPAY_PUBLIC_KEY_FILE: text.optional(),
  WECHATPAY_API_BASE: apiBase.default('https://api.mch.weixin.qq.com'),

  SHOP_WEBHOOK_URL: safeUrl
    .refine((value) => new URL(value).username === '', 'must not hold a user name or password')
    .optional(),
  SHOP_WEBHOOK_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .refine(isSigningSecret, 'must have base64 of at least 24 bytes after whsec_')
    .optional(),
  ALERT_WEBHOOK_URL: safeUrl.optional(),
  MAIL_ADDRESS: mailbox.optional(),
  MAIL_SMTP_URL: smtpServer.optional(),
  STAFF_MAIL: mailbox.optional(),

  ORDERS_API_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
});
export type Environment = z.infer<typeof environmentSchema>;

/** The variables of each channel that must be there for it to work. */
export const channelVariables = {
  wechat: ['WECHAT_APPID', 'WECHAT_APPSECRET', 'WECHAT_TOKEN'],
  wechatPay: [
    'WECHATPAY_MCHID',
    'WECHATPAY_SERIAL_NO',
    'WECHATPAY_PRIVATE_KEY_FILE',
    'WECHATPAY_API_V3_KEY',
    'WECHATPAY_PUBLIC_KEY_ID',
    'WECHATPAY_PUBLIC_KEY_FILE',
  ],
} as const satisfies Record<string, readonly (keyof Environment)[]>;

/** Any of these set means that this is no sandbox. */
export const credentialVariables: readonly (keyof Environment)[] = [
  ...channelVariables.wechat,
  'WECHAT_ENCODING_AES_KEY',
  'WECHAT_ENCODING_AES_KEY_PREVIOUS',
  'MINIPROGRAM_APPID',
  'MINIPROGRAM_APPSECRET',
  ...channelVariables.wechatPay,
];

/** What production cannot do without: encrypted messages, payouts, the order feed, staff sessions. */
export const productionVariables: readonly (keyof Environment)[] = [
  'PUBLIC_URL',
  ...channelVariables.wechat,
  'WECHAT_ENCODING_AES_KEY',
  ...channelVariables.wechatPay,
  'ORDERS_API_TOKEN',
  'SESSION_SECRET',
];
