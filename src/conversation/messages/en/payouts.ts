import type { PayoutTexts } from '../texts.ts';
import { accountName } from './accounts.ts';

export const payouts: PayoutTexts = {
  reason: (caseNo) => `Refund ${caseNo}`,
  account: accountName,
  holds: {
    payouts_stopped: 'Payouts are stopped; it goes on by itself once they are released',
    over_daily_cap:
      'Today’s payouts have reached the cap; it goes on by itself tomorrow, or once the cap is raised',
    larger_than_daily_cap: 'It is larger than the daily cap; it goes on by itself once the cap is raised',
  },
};
