import type { PayoutTexts } from '../texts.ts';

export const payouts: PayoutTexts = {
  reason: (caseNo) => `退款 ${caseNo}`,
  account: (account) => account,
};
