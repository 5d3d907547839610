import type { StaffCommand } from '../domain/case/commands.ts';
import type { Order } from '../domain/order.ts';
import type { WechatPay } from '../gateways/wechat-pay/types.ts';
import { changeExisting } from './change.ts';
import type { Deps } from './deps.ts';
import { orders } from './documents/orders.ts';
import { type About, orderToDecide } from './order-to-decide.ts';
import { inWords } from './payout/answers.ts';
import { differenceOf } from './payout/compare-order.ts';

export const makesOffer = (command: StaffCommand): boolean =>
  command.type === 'offer' || (command.type === 'decide_appeal' && command.outcome === 'offer');

/**
 * Before a part of the money is offered: what of the price did the customer pay, and what did coupons? WeChat Pay is
 * asked where that is not known. Whatever goes wrong here is logged, and the offer says what is known.
 */
export const learnPayerTotal = async (deps: Deps, about: About): Promise<void> => {
  const { wechatPay } = deps;
  if (!wechatPay) return;
  try {
    const order = await orderToDecide(deps, about);
    if (!order || order.payerTotalFen !== undefined) return;
    const trouble = await ask(deps, wechatPay, order);
    if (trouble !== null)
      deps.log.warn({ caseNo: about.caseNo, trouble }, 'WeChat Pay did not say what coupons paid');
  } catch (err) {
    deps.log.warn({ caseNo: about.caseNo, err }, 'WeChat Pay did not say what coupons paid');
  }
};

/** @returns what was in the way; null: the order now says it */
const ask = async (deps: Deps, wechatPay: WechatPay, order: Order): Promise<string | null> => {
  const answer = await wechatPay.queryTransaction({ transactionId: order.transactionId });
  switch (answer.kind) {
    case 'unknown':
      return answer.detail;
    case 'refused':
      return inWords(answer);
    case 'not_found':
      return 'it knows no such transaction';
    case 'answered': {
      const difference = differenceOf(order, answer.record, deps.mchid);
      const { payerTotalFen } = answer.record;
      if (difference !== null || payerTotalFen === null) return difference ?? 'its record does not say';
      await changeExisting(deps.store, orders, order.outTradeNo, (before) => ({ ...before, payerTotalFen }));
      return null;
    }
  }
};
