import { z } from 'zod';
import { paramError, type Outcome } from './problem.ts';

/** The body of `POST /v3/refund/domestic/refunds` (WeChat Pay: 退款申请). */

/** Characters beyond the basic plane (emoji) take four bytes in UTF-8; WeChat Pay refuses them. */
const withoutFourByteCharacters = (text: string): boolean => !/[\u{10000}-\u{10ffff}]/u.test(text);

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** https without a query; on loopback, where simulators live, http will do. */
function isNotifyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.search !== '' || text.includes('?') || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
}

const requestSchema = z.strictObject({
  transaction_id: z.string().min(1).max(32).optional(),
  out_trade_no: z.string().min(6).max(32).optional(),
  out_refund_no: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  reason: z
    .string()
    .min(1)
    .refine((text) => Array.from(text).length <= 80, 'too long')
    .refine(withoutFourByteCharacters, 'four-byte characters')
    .optional(),
  notify_url: z.string().max(256).refine(isNotifyUrl, 'https, no query'),
  funds_account: z.enum(['AVAILABLE', 'UNSETTLED']).optional(),
  amount: z.strictObject({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
});
export type RefundApplication = z.infer<typeof requestSchema>;

/** Refuses what a real request could not contain; names the field. */
export function readApplication(body: unknown): Outcome<RefundApplication> {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    return paramError(`输入源“/body/${field}”不符合规则：${issue?.message ?? 'JSON'}`);
  }
  const { transaction_id, out_trade_no, amount } = parsed.data;
  if ((transaction_id === undefined) === (out_trade_no === undefined)) {
    return paramError('transaction_id与out_trade_no须填且只填一个');
  }
  if (amount.refund > amount.total) return paramError('退款金额不能大于订单金额');
  return { ok: true, body: parsed.data };
}
