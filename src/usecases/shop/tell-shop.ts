import { claimShop, restShop, shopDelayed, shopTold } from '../../domain/case/shop.ts';
import { shopEvents } from '../../domain/case/shop-events.ts';
import type { Case } from '../../domain/case/state.ts';
import { type Instant, SECOND_MS } from '../../domain/time.ts';
import type { ShopTold } from '../../gateways/shop/types.ts';
import { raiseShopAlarm } from '../alarms.ts';
import { change, changeExisting } from '../change.ts';
import type { Deps } from '../deps.ts';
import { cases } from '../documents/cases.ts';
import { presentShopEvent } from './present-event.ts';

/** A case with much to tell to a slow receiver then lets others have their turn. */
const TURN_MS = 5 * SECOND_MS;

/**
 * Tells the shop what it has not heard of a case, in order, one at a time: each is written down as told before the next is
 * sent, and none is passed over. A crash in between tells it again under the same id. Apart from all other work: how long
 * the receiver takes, and whether it takes anything, makes no difference to money, notices and deadlines.
 */
export const tellShop = async (deps: Deps, caseNo: string): Promise<void> => {
  const turnEnds = deps.clock.now() + TURN_MS;
  let claim = await claimOf(deps, caseNo);
  while (claim !== null) claim = await tellNext(deps, claim, turnEnds);
};

interface Claim {
  readonly kase: Case;
  readonly until: Instant;
}

/** null: nothing is due, or another process is at it. */
const claimOf = async (deps: Deps, caseNo: string): Promise<Claim | null> => {
  const claim: { until: Instant | null } = { until: null };
  const claimed = await change(deps.store, cases, caseNo, (kase) => {
    const now = deps.clock.now();
    const until = now + deps.limits.leaseMs;
    const taken = claimShop(kase, now, until);
    claim.until = taken === kase ? null : until;
    return taken;
  });
  return claimed && claim.until !== null ? { kase: claimed.doc, until: claim.until } : null;
};

/** @returns the claim under which the case goes on; null: it is somebody's next turn, or there is nothing more. */
const tellNext = async (deps: Deps, { kase, until }: Claim, turnEnds: Instant): Promise<Claim | null> => {
  const { shop } = deps;
  const { caseNo } = kase;
  const write = (apply: (doc: Case) => Case) => changeExisting(deps.store, cases, caseNo, apply);
  if (!shop) {
    await write((doc) => restShop(doc, until, deps.clock.now()));
    return null;
  }
  const told = kase.shop?.told ?? 0;
  const [event] = shopEvents(kase, told);
  const answer = event ? await shop.tell(presentShopEvent(kase, event)) : nothingToTell;
  const at = deps.clock.now();
  if (answer.kind !== 'delivered') {
    deps.log.warn({ caseNo, event: event?.id, detail: answer.detail }, 'the shop could not be told');
    await raiseShopAlarm(deps, shopDelayed(kase, until, at), answer);
    await write((before) => shopDelayed(before, until, at));
    return null;
  }
  const next = at < turnEnds ? at + deps.limits.leaseMs : at;
  const { doc } = await write((before) => shopTold(before, until, event?.line ?? told, next));
  return at < turnEnds && doc.shop?.nextAt === next ? { kase: doc, until: next } : null;
};

const nothingToTell: ShopTold = { kind: 'delivered' };
