import type { PayoutTexts } from '../texts.ts';
import { accountName } from './accounts.ts';

export const payouts: PayoutTexts = {
  reason: (caseNo) => `Refund ${caseNo}`,
  account: accountName,
};
