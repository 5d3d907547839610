import type { Calendar } from '../../calendar.ts';
import type { Order } from '../../order.ts';
import type { Policy } from '../../policy/types.ts';
import type { Result } from '../../result.ts';
import type { Instant } from '../../time.ts';
import type { CommandRefusal } from '../commands.ts';
import type { CaseEvent } from '../events.ts';

export interface CaseLimits {
  /** Where the refunds of one order come to more, a second person must agree, on whatever path the money is decided. */
  readonly fourEyesAboveFen: number;
  /** Calendar days an offer stands. */
  readonly offerLapseDays: number;
  /** Offers in one case; after that it is decided or appealed. */
  readonly offerRounds: number;
  /** How long a customer has to give what they were asked for. */
  readonly informationBusinessDays: number;
}

export interface DecideContext {
  readonly now: Instant;
  readonly calendar: Calendar;
  /** The version of the policy the case is pinned to. */
  readonly policy: Policy;
  readonly limits: CaseLimits;
  /** What the payer reads on the refund at WeChat Pay: at most 80 bytes. */
  readonly refundReason: string;
  /** The order as our records have it; null: they have none. */
  readonly order: Order | null;
  /** What the order's ledger still allows; null: the order is not known, or not proven to be the customer's. */
  readonly refundableFen: number | null;
}

export type Decision = Result<readonly CaseEvent[], CommandRefusal>;
