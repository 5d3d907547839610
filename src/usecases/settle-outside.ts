import { recall } from '../domain/case/memory.ts';
import { liveAttempt } from '../domain/case/next-action.ts';
import type { Attempt } from '../domain/case/payout.ts';
import type { Case } from '../domain/case/state.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import { DAY_MS, type Instant } from '../domain/time.ts';
import { type Asked, type CaseRefusal, commandCase, previewCase } from './command-case.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { freeLease, newHolder, takeLease } from './lease.ts';
import { markAttempt } from './payout/ledger.ts';

/** payout_not_ended: WeChat Pay may still pay it. payout_unknown: it could not be asked. */
type Pending = 'payout_not_ended' | 'payout_unknown';

/** After INVALID_REQUEST a query can lag behind an acceptance for so long. */
const LAG_MS = DAY_MS;

/**
 * A refund that was paid in another way: only from `needs_person`, under the case's lease, and after WeChat Pay says that
 * the attempt came to nothing; the ledger first, so that nothing can be sent any more whatever becomes of the rest
 * (wechat-pay reference, "Never twice, never lost"). A repeat of what was done is answered without asking again.
 */
export const settleOutside = async <Code extends string>(
  deps: Deps,
  asked: Asked<Code>,
): Promise<Result<Case, Code | CaseRefusal | Pending>> => {
  const previewed = await previewCase(deps, asked);
  if (!previewed.ok || recall(previewed.value, asked.commandId) !== undefined) return previewed;
  const holder = newHolder(deps);
  const leased = await takeLease(deps, cases, asked.caseNo, holder, () => true);
  if (!leased) return refuse('busy');
  try {
    const attempt = liveAttempt(leased.doc);
    if (leased.doc.status === 'refunding' && attempt?.state === 'needs_person') {
      const ended = await hasEnded(deps, attempt);
      if (!ended.ok) return ended;
      await markAttempt(deps, attempt, 'outside');
    }
    return await commandCase(deps, asked);
  } finally {
    await freeLease(deps, cases, asked.caseNo, holder);
  }
};

/** WeChat Pay's own word, never a guess of ours. */
const hasEnded = async (deps: Deps, attempt: Attempt): Promise<Result<null, Pending>> => {
  if (!deps.wechatPay) return refuse('payout_unknown');
  const answer = await deps.wechatPay.queryRefund(attempt.outRefundNo);
  switch (answer.kind) {
    case 'answered':
      return answer.record.status === 'CLOSED' ? ok(null) : refuse('payout_not_ended');
    case 'not_found':
      return mayLag(attempt, deps.clock.now()) ? refuse('payout_not_ended') : ok(null);
    case 'unknown':
    case 'refused':
      return refuse('payout_unknown');
  }
};

const mayLag = ({ sentAt, trouble, needsPersonAt }: Attempt, now: Instant): boolean =>
  sentAt !== null &&
  trouble?.includes('INVALID_REQUEST') === true &&
  now < (needsPersonAt ?? sentAt) + LAG_MS;
