import { formatYuan } from '../../../domain/money.ts';

/** What of a refund comes back as money; none: no coupon was used. */
export const couponLines = (amountFen: number, couponFen: number): readonly string[] =>
  couponFen === 0
    ? []
    : [
        `其中退回您支付的 ${formatYuan(amountFen - couponFen)}，优惠券抵扣的 ${formatYuan(couponFen)} 按微信支付的规则处理。`,
      ];
