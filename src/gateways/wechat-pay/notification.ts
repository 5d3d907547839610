import { z } from 'zod';
import { positiveFenSchema } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import { parseJson } from './json.ts';
import { decryptResource, resourceSchema } from './resource.ts';
import { type KeyLookup, checkSignature } from './signature.ts';
import type { NotificationFault, NotificationHeaders, VerifiedNotification } from './types.ts';

const envelopeSchema = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().regex(/^REFUND\.[A-Z_]{1,32}$/),
  resource: resourceSchema,
});

const number = z.string().min(1).max(64);
const refundNoticeSchema = z.object({
  mchid: z.string().nullish(),
  refund_id: number,
  out_refund_no: number,
  transaction_id: number,
  refund_status: z.string().min(1).max(32),
  amount: z.object({ refund: positiveFenSchema, total: positiveFenSchema }),
});

const fault = (code: NotificationFault, detail: string): VerifiedNotification => ({
  ok: false,
  code,
  detail,
});

/**
 * A refund notification: genuine by its signature over the raw bytes, then decrypted, then of the right
 * shape and about our merchant. Never throws for what was sent; an XML body of v2 is `malformed`.
 */
export const openNotification = async (
  headers: NotificationHeaders,
  rawBody: Buffer,
  by: {
    readonly now: Instant;
    readonly keyOf: KeyLookup;
    readonly apiV3Key: Buffer;
    readonly mchid: string;
  },
): Promise<VerifiedNotification> => {
  const verdict = await checkSignature(headers, rawBody, by);
  if (!verdict.ok) return verdict;
  const envelope = parseJson(rawBody.toString('utf8'), envelopeSchema);
  if (!envelope) return fault('malformed', 'not a refund notification in JSON');
  const plaintext = decryptResource(by.apiV3Key, envelope.resource);
  if (!plaintext) return fault('malformed', 'the resource does not decrypt with our API v3 key');
  const notice = parseJson(plaintext.toString('utf8'), refundNoticeSchema);
  if (!notice) return fault('malformed', 'the resource is not a refund');
  if (typeof notice.mchid === 'string' && notice.mchid !== by.mchid)
    return fault('wrong_merchant', `about merchant ${notice.mchid}`);
  return {
    ok: true,
    id: envelope.id,
    eventType: envelope.event_type,
    outRefundNo: notice.out_refund_no,
    refundId: notice.refund_id,
    refundStatus: notice.refund_status,
    transactionId: notice.transaction_id,
    amountFen: notice.amount.refund,
    totalFen: notice.amount.total,
  };
};
