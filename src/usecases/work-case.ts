import { system } from '../domain/case/actor.ts';
import { evolveAll } from '../domain/case/evolve.ts';
import { clockEvent } from '../domain/case/clock-event.ts';
import { type ClockEvent, dueByClock, liveAttempt } from '../domain/case/next-action.ts';
import type { Notice } from '../domain/case/notice.ts';
import { type NoticeEvent, orGiveUp } from '../domain/case/outbox.ts';
import type { Attempt } from '../domain/case/payout.ts';
import type { Case } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
import { changeExisting } from './change.ts';
import { deliverNotice } from './deliver-notice.ts';
import type { Deps } from './deps.ts';
import { checkOrder } from './check-order.ts';
import { cases } from './documents/cases.ts';
import { freeLease, hasTimeForCall, newHolder, takeLease } from './lease.ts';
import { type Run, type Step, payoutStep } from './payout/step.ts';
import { raiseAlarms, raiseKept } from './alarms.ts';

/** A case that wants more steps than this at once waits for the next pass: no one case holds up the others. */
const MAX_STEPS = 20;

type Job =
  | { readonly kind: 'payout'; readonly attempt: Attempt }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'alerts' }
  | { readonly kind: 'order_check' }
  | { readonly kind: 'deadline'; readonly due: ClockEvent };

/**
 * What of a case is due: money first, then what the customer is to hear, and staff, then what is still to be found out,
 * then deadlines.
 */
export const dueJob = (kase: Case, now: Instant): Job | null => {
  const attempt = liveAttempt(kase);
  if (attempt?.nextAt != null && attempt.nextAt <= now) return { kind: 'payout', attempt };
  const notice = kase.outbox.find((each) => each.nextAt !== null && each.nextAt <= now);
  if (notice) return { kind: 'notice', notice };
  if (kase.alerts.length > 0) return { kind: 'alerts' };
  const checkAt = kase.orderCheck.nextAt;
  if (checkAt !== null && checkAt <= now) return { kind: 'order_check' };
  const due = dueByClock(kase, now);
  return due === null ? null : { kind: 'deadline', due };
};

/**
 * Does what is due of one case, under its lease: each step's result is written before the next begins, so a
 * crash anywhere leaves a case that goes on.
 */
export const workCase = async (deps: Deps, caseNo: string): Promise<void> => {
  const holder = newHolder(deps);
  const leased = await takeLease(deps, cases, caseNo, holder, (kase, now) => dueJob(kase, now) !== null);
  if (!leased) return;
  let kase = leased.doc;
  let fresh: string | null = null;
  try {
    for (let steps = 0; steps < MAX_STEPS && kase.lease?.holder === holder; steps += 1) {
      const job = dueJob(kase, deps.clock.now());
      if (!job) break;
      if (job.kind === 'alerts') {
        kase = await raiseKept(deps, kase);
        continue;
      }
      const { lease } = kase;
      const run: Run = { fresh, mayCall: () => hasTimeForCall(deps, lease, holder, deps.clock.now()) };
      const step = await runJob(deps, kase, job, run);
      if (!step) break;
      kase = await applyStep(deps, kase, step);
      fresh = step.events.find((event) => event.type === 'PayoutSent')?.outRefundNo ?? null;
    }
  } finally {
    await freeLease(deps, cases, caseNo, holder);
  }
};

type StepJob = Exclude<Job, { kind: 'alerts' }>;

const runJob = async (deps: Deps, kase: Case, job: StepJob, run: Run): Promise<Step | null> => {
  switch (job.kind) {
    case 'payout':
      return payoutStep(deps, kase, job.attempt, run);
    case 'notice':
      if (!run.mayCall()) return null;
      return { events: [await tell(deps, kase, job.notice)], actor: system };
    case 'order_check':
      return run.mayCall() ? checkOrder(deps, kase) : null;
    case 'deadline':
      return {
        events: [clockEvent(kase, job.due, { calendar: deps.calendar, now: deps.clock.now() })],
        actor: system,
      };
  }
};

const tell = async (deps: Deps, kase: Case, notice: Notice): Promise<NoticeEvent> =>
  orGiveUp(notice, await deliverNotice(deps, kase, notice), deps.clock.now());

/** An answer is never dropped: after a conflict it is applied to the case as it then stands. */
const applyStep = async (deps: Deps, kase: Case, step: Step): Promise<Case> => {
  const at = deps.clock.now();
  const apply = (before: Case): Case => evolveAll(before, step.events, at, step.actor);
  await raiseAlarms(deps, kase, apply(kase), step.events);
  const { doc } = await changeExisting(deps.store, cases, kase.caseNo, apply);
  return doc;
};
