import { nextShopTry } from '../backoff.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { shopEvents } from './shop-events.ts';
import type { Case } from './state.ts';

type Progress = NonNullable<Case['shop']>;

const withShop = (kase: Case, change: Partial<Progress>): Case => ({
  ...kase,
  shop: { told: 0, failures: 0, nextAt: null, ...kase.shop, ...change },
});

/** Whether this claim still holds: it is taken away by its end, and by a replay. */
const holds = ({ shop }: Case, claim: Instant): boolean => shop?.nextAt === claim;

/**
 * Takes a case whose shop is to be told something, until the instant `until`, which is the claim: one at a time tells it,
 * so that nothing overtakes anything. The same case comes back where nothing is due.
 */
export const claimShop = (kase: Case, now: Instant, until: Instant): Case =>
  kase.shop?.nextAt != null && kase.shop.nextAt <= now ? withShop(kase, { nextAt: until }) : kase;

/** The shop has this line; what follows it is due, or claimed, until `next`. Whoever has lost their claim changes nothing. */
export const shopTold = (kase: Case, claim: Instant, line: number, next: Instant): Case =>
  holds(kase, claim)
    ? withShop(kase, {
        told: line,
        failures: 0,
        nextAt: shopEvents(kase, line).length > 0 ? next : null,
      })
    : kase;

/** It did not take the line now: it gets that one first whenever it comes back. */
export const shopDelayed = (kase: Case, claim: Instant, at: Instant): Case => {
  if (!holds(kase, claim)) return kase;
  const failures = kase.shop?.failures ?? 0;
  return withShop(kase, { failures: failures + 1, nextAt: nextShopTry(at, failures) });
};

/** There is nobody to tell now: rests for a day. Of a case that is over there is no news that would wake it. */
export const restShop = (kase: Case, claim: Instant, at: Instant): Case =>
  holds(kase, claim) ? withShop(kase, { nextAt: at + DAY_MS }) : kase;

/** Everything from that line of the timeline on is told again, also of a case of which the shop has never heard. */
export const replayShop = (kase: Case, fromLine: number, at: Instant): Case => {
  const told = Math.min(fromLine - 1, kase.timeline.length);
  return withShop(kase, { told, failures: 0, nextAt: shopEvents(kase, told).length > 0 ? at : null });
};
