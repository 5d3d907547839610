import { refundReason } from '../conversation/refund-reason.ts';
import { keepAlerts } from '../domain/alerts/kept.ts';
import { alertsOf } from '../domain/alerts/of-case.ts';
import { type Actor, system } from '../domain/case/actor.ts';
import type { DecideContext } from '../domain/case/decide/context.ts';
import { refreshFacts } from '../domain/case/decide/facts.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import { evolveAll } from '../domain/case/evolve.ts';
import { recall, remember } from '../domain/case/memory.ts';
import { liveAttempt } from '../domain/case/next-action.ts';
import type { Case } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../store/store.ts';
import { changeExisting } from './change.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { orders } from './documents/orders.ts';
import { leaseFor, newHolder } from './lease.ts';
import { reserveStep } from './payout/step.ts';
import { policyOf } from './policy-of.ts';

/** Something a person asks of a case. */
export interface Asked<Code extends string> {
  readonly caseNo: string;
  readonly actor: Actor;
  /** A repeat under the same id is answered as the first was; null: it cannot be told from another. */
  readonly commandId: string | null;
  readonly decide: (kase: Case, context: DecideContext) => Result<readonly CaseEvent[], Code>;
  /** The order the case is about, where it is not one of ours and verified already. */
  readonly order?: Order | null;
}

/**
 * busy: conflicts without end. order_has_open_case: another case holds the order this one would take.
 * amount_exceeds_refundable: the order's ledger would not let the amount go.
 */
export type CaseRefusal = 'case_not_found' | 'busy' | 'order_has_open_case' | 'amount_exceeds_refundable';

const MAX_TRIES = 20;
const DONE = 'done';

/**
 * Decides on the case as it stands, writes what follows, and answers. Where the decision pays, the case is written first
 * with the attempt planned and leased to us; the ledger then answers at once, so that "too much" is known before this
 * returns. What the order's record has come to say since the case was assessed is taken in first.
 */
export const commandCase = async <Code extends string>(
  deps: Deps,
  asked: Asked<Code>,
): Promise<Result<Case, Code | CaseRefusal>> => {
  const { caseNo, commandId } = asked;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await deps.store.get(cases, caseNo);
    if (!stored) return refuse('case_not_found');
    const outcome = recall(stored.doc, commandId);
    if (outcome !== undefined) return repeated(stored.doc, outcome);
    const context = await contextOf(deps, stored.doc, asked.order ?? null);
    const news = refreshFacts(stored.doc, context);
    if (news.length > 0) {
      await write(deps, stored, { events: news, at: context.now, actor: system, commandId: null });
      continue;
    }
    const decided = asked.decide(stored.doc, context);
    if (!decided.ok) return decided;
    const { actor } = asked;
    const written = await write(deps, stored, { events: decided.value, at: context.now, actor, commandId });
    if (written === 'key_taken') return refuse('order_has_open_case');
    if (written === 'conflict') continue;
    const answered = await reserveNow(deps, written, commandId);
    deps.wake();
    return answered;
  }
  return refuse('busy');
};

/** What `commandCase` would say to it now, before anything is done; nothing is written. */
export const previewCase = async <Code extends string>(
  deps: Deps,
  { caseNo, commandId, decide, order }: Asked<Code>,
): Promise<Result<Case, Code | CaseRefusal>> => {
  const kase = (await deps.store.get(cases, caseNo))?.doc;
  if (!kase) return refuse('case_not_found');
  const outcome = recall(kase, commandId);
  if (outcome !== undefined) return repeated(kase, outcome);
  const decided = decide(kase, await contextOf(deps, kase, order ?? null));
  return decided.ok ? ok(kase) : decided;
};

/** What was answered to the same command before; a refusal is remembered only where the ledger gave it. */
const repeated = (kase: Case, outcome: string): Result<Case, CaseRefusal> =>
  outcome === DONE ? ok(kase) : refuse('amount_exceeds_refundable');

const contextOf = async (deps: Deps, kase: Case, given: Order | null): Promise<DecideContext> => {
  const known = kase.verified ? (await deps.store.get(orders, kase.order.outTradeNo))?.doc : undefined;
  return {
    now: deps.clock.now(),
    calendar: deps.calendar,
    policy: policyOf(deps, kase),
    limits: deps.limits,
    refundReason: refundReason(kase),
    order: known ?? given,
    refundableFen: known ? refundableFen(known) : null,
  };
};

interface Written {
  readonly events: readonly CaseEvent[];
  readonly at: Instant;
  readonly actor: Actor;
  readonly commandId: string | null;
}

/** `conflict`: another was faster, and it is decided again on what then stands. */
const write = async (
  deps: Deps,
  stored: Stored<Case>,
  { events, at, actor, commandId }: Written,
): Promise<Case | 'conflict' | 'key_taken'> => {
  // At the instant the dates were counted from: they must come out the same when they are computed again.
  const evolved = remember(evolveAll(stored.doc, events, at, actor), commandId, DONE);
  if (evolved === stored.doc) return evolved;
  const pays = events.some((event) => event.type === 'PayoutPlanned');
  const told = keepAlerts(evolved, alertsOf(stored.doc, evolved, events, at), at);
  const doc = pays ? { ...told, lease: leaseFor(deps, newHolder(deps), deps.clock.now()) } : told;
  const written = await deps.store.replace(cases, stored, doc);
  return written.ok ? doc : written.code;
};

/** Asks the ledger for what was just planned. */
const reserveNow = async (
  deps: Deps,
  kase: Case,
  commandId: string | null,
): Promise<Result<Case, 'amount_exceeds_refundable'>> => {
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
