import { refundReason } from '../../conversation/refund-reason.ts';
import { type Actor, system, wechatpay } from '../../domain/case/actor.ts';
import { plan } from '../../domain/case/decide/plan.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import type { Attempt } from '../../domain/case/payout.ts';
import type { Case } from '../../domain/case/state.ts';
import type { WechatPay } from '../../gateways/wechat-pay/types.ts';
import type { Deps } from '../deps.ts';
import { policyOf } from '../policy-of.ts';
import { afterPost, afterQuery, inWords, isWrongRequest, paused } from './answers.ts';
import { compareOrder } from './compare-order.ts';
import { markAttempt, permitsPost, reserveAttempt } from './ledger.ts';
import { countPost, countWrong, heldBack } from './queue.ts';

/** What one step of a payout brought about, and on whose word. */
export interface Step {
  readonly events: readonly CaseEvent[];
  readonly actor: Actor;
}

/** What the run of work around a step knows. */
export interface Run {
  /** The attempt this very run marked `sent`: it has not been posted before, so it is posted without asking. */
  readonly fresh: string | null;
  /** False where the lease is about to end: no call may begin. */
  readonly mayCall: () => boolean;
}

const bySystem = (...events: readonly CaseEvent[]): Step => ({ events, actor: system });

/**
 * Takes a payout one step on: planned → reserved → sent → WeChat Pay's answer. `sent` is written before the
 * first POST; an attempt that may have been posted is queried before it is posted again, always under its
 * number and with its bytes (wechat-pay reference, "Never twice, never lost").
 * @returns null where nothing may be done now
 */
export const payoutStep = async (
  deps: Deps,
  kase: Case,
  attempt: Attempt,
  run: Run,
): Promise<Step | null> => {
  if (attempt.state === 'planned') return reserveStep(deps, kase, attempt);
  const pay = deps.wechatPay;
  const { outRefundNo } = attempt;
  if (!pay) return bySystem(paused(attempt, 'WeChat Pay is not configured'));
  if (!run.mayCall()) return null;
  switch (attempt.state) {
    case 'reserved':
      return compareStep(deps, pay, attempt);
    case 'sent':
      return run.fresh === outRefundNo
        ? postStep(deps, kase, pay, attempt, run)
        : resumeStep(deps, kase, pay, attempt, run);
    case 'waiting_funds':
    case 'paused':
      return attempt.sentAt === null
        ? compareStep(deps, pay, attempt)
        : resumeStep(deps, kase, pay, attempt, run);
    case 'PROCESSING':
    case 'ABNORMAL':
    case 'needs_person':
      return queryStep(deps, kase, pay, attempt);
    case 'refused':
    case 'CLOSED':
    case 'SUCCESS':
      return null;
  }
};

export const reserveStep = async (deps: Deps, kase: Case, attempt: Attempt): Promise<Step> => {
  const { outRefundNo } = attempt;
  const entry = await reserveAttempt(deps, kase.caseNo, attempt);
  if (entry.state === 'refused') return bySystem({ type: 'PayoutRefused', outRefundNo });
  return bySystem({ type: 'PayoutReserved', outRefundNo, first: !isAnnounced(kase, attempt) });
};

/** Whether an earlier attempt of the same approval was reserved, so that the customer has been told of it. */
const isAnnounced = ({ approval, attempts }: Case, attempt: Attempt): boolean => {
  const approvedAt = approval?.second?.at ?? approval?.at ?? 0;
  return attempts.some(
    (each) => each.number < attempt.number && each.state !== 'refused' && each.plannedAt >= approvedAt,
  );
};

const compareStep = async (deps: Deps, pay: WechatPay, attempt: Attempt): Promise<Step> => {
  const { outRefundNo } = attempt;
  const hold = await heldBack(deps, attempt);
  if (hold !== null) return bySystem(paused(attempt, hold));
  const comparison = await compareOrder(deps, pay, attempt);
  switch (comparison.kind) {
    case 'agrees':
      return bySystem({ type: 'PayoutSent', outRefundNo });
    case 'unknown':
      return bySystem({ type: 'PayoutDelayed', outRefundNo, trouble: comparison.detail });
    case 'our_fault':
      return bySystem(paused(attempt, comparison.detail));
    case 'differs':
      return bySystem({ type: 'PayoutNeedsPerson', outRefundNo, trouble: comparison.detail });
  }
};

/**
 * The ledger first, then the switch and the cap, then the lease: nothing that takes time stands between the lease's
 * check and the POST.
 */
const postStep = async (
  deps: Deps,
  kase: Case,
  pay: WechatPay,
  attempt: Attempt,
  run: Run,
): Promise<Step | null> => {
  const { outRefundNo, transactionId, reason, amountFen, totalFen } = attempt;
  if (!(await permitsPost(deps, attempt))) return notPermitted(attempt);
  const hold = await countPost(deps, attempt);
  if (hold !== null) return bySystem(paused(attempt, hold));
  if (!run.mayCall()) return null;
  const answer = await pay.refund({ transactionId, outRefundNo, reason, amountFen, totalFen });
  if (isWrongRequest(answer)) await countWrong(deps, kase.caseNo, inWords(answer));
  return answered(deps, kase, attempt, afterPost(attempt, answer, deps.clock.now()));
};

const notPermitted = ({ outRefundNo }: Attempt): Step =>
  bySystem({ type: 'PayoutNeedsPerson', outRefundNo, trouble: 'the ledger does not permit this refund' });

const resumeStep = async (
  deps: Deps,
  kase: Case,
  pay: WechatPay,
  attempt: Attempt,
  run: Run,
): Promise<Step | null> => {
  const event = afterQuery(attempt, await pay.queryRefund(attempt.outRefundNo));
  return event ? answered(deps, kase, attempt, event) : postStep(deps, kase, pay, attempt, run);
};

const queryStep = async (deps: Deps, kase: Case, pay: WechatPay, attempt: Attempt): Promise<Step> => {
  const event = afterQuery(attempt, await pay.queryRefund(attempt.outRefundNo));
  // It accepted this once: not found now is a query that lags, never a failure.
  const trouble = attempt.trouble ?? 'WeChat Pay does not show this refund at the moment';
  return answered(
    deps,
    kase,
    attempt,
    event ?? { type: 'PayoutDelayed', outRefundNo: attempt.outRefundNo, trouble },
  );
};

/** A verified end goes into the ledger first; after CLOSED the next attempt is planned, one lease later. */
const answered = async (deps: Deps, kase: Case, attempt: Attempt, event: CaseEvent): Promise<Step> => {
  if (event.type === 'PayoutSucceeded') await markAttempt(deps, attempt, 'settled');
  if (event.type === 'PayoutDelayed') return bySystem(event);
  if (event.type !== 'PayoutClosed') return { events: [event], actor: wechatpay };
  const entry = await markAttempt(deps, attempt, 'closed');
  // Paid another way: no other number may pay it too. Where the case does not say so yet, a person is to say it again.
  if (entry?.state === 'outside')
    return kase.status === 'refunding' ? notPermitted(attempt) : { events: [event], actor: wechatpay };
  const now = deps.clock.now();
  const context = {
    now,
    calendar: deps.calendar,
    policy: policyOf(deps, kase),
    refundReason: refundReason(kase),
  };
  return {
    events: [event, plan(kase, attempt.amountFen, now + deps.limits.leaseMs, context)],
    actor: wechatpay,
  };
};
