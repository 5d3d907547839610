import type { Case } from '../state.ts';
import type { CaseLimits, DecideContext } from './context.ts';

interface Standing extends Pick<DecideContext, 'refundableFen'> {
  readonly limits: Pick<CaseLimits, 'fourEyesAboveFen'>;
}

/**
 * Whether a second person must agree before this amount is paid. What has been refunded of the order, or is on its way,
 * counts with it, whichever case it was decided in: a refund by instalments needs the second person that one payment would.
 */
export const needsSecond = (
  { order: { paidFen } }: Pick<Case, 'order'>,
  amountFen: number,
  { limits, refundableFen }: Standing,
): boolean => {
  const beforeFen = paidFen === null || refundableFen === null ? 0 : paidFen - refundableFen;
  return beforeFen + amountFen > limits.fourEyesAboveFen;
};
