import { formatYuan } from '../../../domain/money.ts';

/** What of a refund comes back as money; none: no coupon was used. */
export const couponLines = (amountFen: number, couponFen: number): readonly string[] =>
  couponFen === 0
    ? []
    : [
        `Of this ${formatYuan(amountFen - couponFen)} goes back to what you paid with; the ${formatYuan(couponFen)} paid by coupons is handled by WeChat Pay’s rules.`,
      ];
