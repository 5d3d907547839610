import { hintPayout } from '../domain/case/hint.ts';
import type { Attempt } from '../domain/case/payout.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type {
  NotificationFault,
  NotificationHeaders,
  VerifiedNotification,
} from '../gateways/wechat-pay/types.ts';
import type { AlertDeps } from './alerts/raise-alert.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { raise } from './incidents.ts';

/**
 * applied: the case's worker asks WeChat Pay now. nothing_to_change: it would anyway, or all is settled.
 * unknown_number: no attempt of ours has it. quarantined: genuine, but it contradicts what we asked for.
 */
export type NotificationOutcome = 'applied' | 'nothing_to_change' | 'unknown_number' | 'quarantined';
/** channel_off: WeChat Pay is not configured. busy: the case could not be written; it must be sent again. */
export type NotificationRefusal = NotificationFault | 'channel_off' | 'busy';

type Genuine = Extract<VerifiedNotification, { ok: true }>;
type NotificationDeps = AlertDeps & Pick<Deps, 'wechatPay'>;

const OUR_NUMBER = /^(RF\d{8}[2-9A-HJ-NP-Z]{6})-[1-9]\d{0,3}$/;
/** A worker writes a case a few times in a row at most; more conflicts than this are a fault. */
const MAX_WRITES = 10;

const contradicts = (attempt: Attempt, heard: Genuine): boolean =>
  attempt.transactionId !== heard.transactionId ||
  attempt.amountFen !== heard.amountFen ||
  attempt.totalFen !== heard.totalFen;

/** WeChat Pay speaks of a number we never sent, or otherwise than its own final answer: a person must look. */
const isSurprise = (attempt: Attempt, heard: Genuine): boolean =>
  attempt.state !== heard.refundStatus && (attempt.sentAt === null || attempt.nextAt === null);

/** What a log line about a genuine notification holds: numbers, no personal data. */
const named = (heard: Genuine): object => ({
  notificationId: heard.id,
  outRefundNo: heard.outRefundNo,
  refundId: heard.refundId,
  refundStatus: heard.refundStatus,
});

/** The same for people. */
const inWords = ({ id, refundId, refundStatus }: Genuine): string => `${refundStatus} ${refundId} ${id}`;

const unknownNumber = (deps: NotificationDeps, heard: Genuine): Result<NotificationOutcome, never> => {
  deps.log.warn(named(heard), 'refund notification for a number that is not ours');
  return ok('unknown_number');
};

const applyHint = async (
  deps: NotificationDeps,
  heard: Genuine,
): Promise<Result<NotificationOutcome, NotificationRefusal>> => {
  const caseNo = OUR_NUMBER.exec(heard.outRefundNo)?.[1];
  if (caseNo === undefined) return unknownNumber(deps, heard);
  for (let write = 0; write < MAX_WRITES; write += 1) {
    const stored = await deps.store.get(cases, caseNo);
    const attempt = stored?.doc.attempts.find((each) => each.outRefundNo === heard.outRefundNo);
    if (!stored || !attempt) return unknownNumber(deps, heard);
    if (contradicts(attempt, heard)) {
      await raise(deps, {
        kind: 'notification_quarantined',
        outRefundNo: heard.outRefundNo,
        detail: inWords(heard),
      });
      return ok('quarantined');
    }
    const hinted = hintPayout(stored.doc, heard.outRefundNo, deps.clock.now());
    if (hinted === stored.doc) {
      if (isSurprise(attempt, heard))
        await raise(deps, {
          kind: 'late_refund_result',
          caseNo,
          outRefundNo: heard.outRefundNo,
          refundStatus: heard.refundStatus,
        });
      deps.wake();
      return ok('nothing_to_change');
    }
    const written = await deps.store.replace(cases, stored, hinted);
    if (written.ok) {
      deps.wake();
      return ok('applied');
    }
  }
  return refuse('busy');
};

/**
 * A refund notification is a hint (wechat-pay reference, "Never twice, never lost", 6): verified, turned into
 * "ask now" on the case it belongs to, and answered once that is durable. Money's state moves only by what
 * the worker's query says. A repeat finds the case due already, or settled, and changes nothing.
 * @throws where the store cannot be reached; it must be sent again.
 */
export const receiveRefundNotification = async (
  deps: NotificationDeps,
  headers: NotificationHeaders,
  rawBody: Buffer,
): Promise<Result<NotificationOutcome, NotificationRefusal>> => {
  if (!deps.wechatPay) return refuse('channel_off');
  const heard = await deps.wechatPay.verifyNotification(headers, rawBody);
  if (heard.ok) return applyHint(deps, heard);
  const { code, detail } = heard;
  const fields = { code, detail, bytes: rawBody.length };
  deps.log.warn(fields, 'refund notification refused');
  if (code === 'wrong_merchant')
    await raise(deps, { kind: 'notification_quarantined', outRefundNo: null, detail });
  return refuse(code);
};
