import type { PayoutTexts } from '../texts.ts';

export const payouts: PayoutTexts = {
  reason: (caseNo) => `退款 ${caseNo}`,
  account: (account) => account,
  holds: {
    payouts_stopped: '打款已停止，恢复后自动继续',
    over_daily_cap: '今天的打款已达上限，明天或调高上限后自动继续',
    larger_than_daily_cap: '金额超过每日打款上限，调高上限后自动继续',
  },
};
