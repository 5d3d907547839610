import { refundReason } from '../conversation/refund-reason.ts';
import type { Actor } from '../domain/case/actor.ts';
import type { CommandRefusal, StaffCommand } from '../domain/case/commands.ts';
import { decide } from '../domain/case/decide.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import { evolveAll } from '../domain/case/evolve.ts';
import { recall, remember } from '../domain/case/memory.ts';
import { liveAttempt } from '../domain/case/next-action.ts';
import type { Case } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { StaffMember } from '../domain/staff.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../store/store.ts';
import { changeExisting } from './change.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { orders } from './documents/orders.ts';
import { leaseFor, newHolder } from './lease.ts';
import { policyOf } from './policy-of.ts';
import { reserveStep } from './payout/step.ts';

export interface Decision {
  readonly caseNo: string;
  readonly staff: StaffMember;
  /** The version the person saw; null: they did not say. */
  readonly version: number | null;
  /** The `Idempotency-Key` of the call; a repeat is answered as the first was. */
  readonly idempotencyKey: string | null;
  readonly command: StaffCommand;
}

const MAX_TRIES = 20;
const DONE = 'done';

/**
 * Staff decide. Where the decision pays, the case is written first with the attempt planned and leased to us;
 * the ledger then answers at once, so that "too much" is known before this returns.
 * @returns the case, or a refusal: one of `CommandRefusal`, `case_not_found`, or `busy` (conflicts without end)
 */
export const decideCase = async (deps: Deps, decision: Decision): Promise<Result<Case>> => {
  const { caseNo, staff, version, command } = decision;
  const commandId =
    decision.idempotencyKey === null
      ? null
      : `staff:${staff.name}:${command.type}:${decision.idempotencyKey}`;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await deps.store.get(cases, caseNo);
    if (!stored) return refuse('case_not_found');
    const outcome = recall(stored.doc, commandId);
    if (outcome !== undefined) return outcome === DONE ? ok(stored.doc) : refuse(outcome);
    const context = await contextOf(deps, stored.doc);
    const decided = decide(stored.doc, command, { staff, version }, context);
    if (!decided.ok) return decided;
    const written = await write(deps, stored, { events: decided.value, at: context.now }, staff, commandId);
    if (!written) continue;
    deps.log.info({ caseNo, staff: staff.name, command: command.type }, 'a member of staff has decided');
    const answered = await reserveNow(deps, written, commandId);
    deps.wake();
    return answered;
  }
  return refuse('busy');
};

const contextOf = async (deps: Deps, kase: Case) => {
  const order = kase.verified ? await deps.store.get(orders, kase.order.outTradeNo) : undefined;
  return {
    now: deps.clock.now(),
    calendar: deps.calendar,
    policy: policyOf(deps, kase),
    fourEyesAboveFen: deps.limits.fourEyesAboveFen,
    refundReason: refundReason(kase),
    refundableFen: order ? refundableFen(order.doc) : null,
  };
};

/** Undefined where another was faster: the decision is taken again on what then stands. */
const write = async (
  deps: Deps,
  stored: Stored<Case>,
  { events, at }: { readonly events: readonly CaseEvent[]; readonly at: Instant },
  staff: StaffMember,
  commandId: string | null,
): Promise<Case | undefined> => {
  const actor: Actor = { kind: 'staff', name: staff.name };
  // At the instant the dates were counted from: they must come out the same when they are computed again.
  const evolved = remember(evolveAll(stored.doc, events, at, actor), commandId, DONE);
  const pays = events.some((event) => event.type === 'PayoutPlanned');
  const doc = pays ? { ...evolved, lease: leaseFor(deps, newHolder(deps), deps.clock.now()) } : evolved;
  const written = await deps.store.replace(cases, stored, doc);
  return written.ok ? doc : undefined;
};

/** Asks the ledger for what was just planned. */
const reserveNow = async (
  deps: Deps,
  kase: Case,
  commandId: string | null,
): Promise<Result<Case, CommandRefusal>> => {
  const attempt = liveAttempt(kase);
  const holder = kase.lease?.holder;
  if (attempt?.state !== 'planned' || holder === undefined) return ok(kase);
  const step = await reserveStep(deps, kase, attempt);
  const refused = step.events.some((event) => event.type === 'PayoutRefused');
  const { doc } = await changeExisting(deps.store, cases, kase.caseNo, (before) => {
    const evolved = evolveAll(before, step.events, deps.clock.now(), step.actor);
    const freed = evolved.lease?.holder === holder ? { ...evolved, lease: null } : evolved;
    return refused ? remember(freed, commandId, 'amount_exceeds_refundable') : freed;
  });
  return refused ? refuse('amount_exceeds_refundable') : ok(doc);
};
