import { isPayoutHold } from '../../../domain/payout-queue.ts';
import { payouts } from './payouts.ts';

/** What went wrong with a payout or a notice, which is stored in English; our own holds are stored by name. */
export const trouble = (stored: string): string => (isPayoutHold(stored) ? payouts.holds[stored] : stored);
