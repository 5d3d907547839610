import { countChars } from '../plain-text.ts';
import type { OrderChoice } from '../types.ts';
import type { Outcome, Scene } from './step.ts';

/** Takes an order of the customer's own, unless there is nothing to apply for. */
export const chooseOrder = ({ draft, texts }: Scene, order: OrderChoice): Outcome => {
  if (order.openCaseNo !== null)
    return { kind: 'go', step: 'order', draft, lead: texts.form.orderTaken(order.openCaseNo) };
  if (order.refundableFen <= 0)
    return { kind: 'go', step: 'order', draft, lead: texts.form.orderFullyRefunded };
  const { outTradeNo, transactionId, description, amountFen, paidAt } = order;
  const chosen = { outTradeNo, transactionId, description, amountFen, paidAt, matched: true };
  return { kind: 'done', draft: { ...draft, order: chosen } };
};

/** WeChat Pay's transaction numbers have 28 digits; the shop's own never look like that. */
const transactionPattern = /^\d{28}$/;

/** Takes an order by a number the customer typed, once it has been looked up. */
export const chooseByNumber = (scene: Scene, number: string): Outcome => {
  const { draft, known, texts } = scene;
  if (known.lookup?.number !== number) return { kind: 'need', need: { kind: 'lookup', number } };
  const { result } = known.lookup;
  switch (result.kind) {
    case 'mine':
      return chooseOrder(scene, result.order);
    case 'foreign':
      return { kind: 'go', step: 'order', draft, lead: texts.form.orderForeign };
    case 'unknown': {
      const transactionId = transactionPattern.test(number) ? number : null;
      const typed = { description: null, amountFen: null, paidAt: null, matched: false };
      return {
        kind: 'done',
        draft: { ...draft, order: { outTradeNo: number, transactionId, ...typed } },
        lead: texts.form.orderUnverified(number),
      };
    }
  }
};

/** What may stand before a number that was copied with its label. */
const label = /^(微信)?(支付)?(交易单号|商户单号|商户订单号|订单号|单号)[:\s]*/;
/** What WeChat Pay allows in a merchant's order number. */
const numberPattern = /^[0-9A-Za-z_|*-]{6,32}$/;

/** The number in what was typed, its case kept; undefined: it holds none. */
export const orderNumberIn = (text: string): string | undefined => {
  const number = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(label, '')
    .replace(/\s+/g, '');
  return numberPattern.test(number) && /\d/.test(number) ? number : undefined;
};

/** At the list a short number is more likely a slip than an order. */
export const unmistakableNumberIn = (text: string): string | undefined => {
  const number = orderNumberIn(text);
  return number !== undefined && countChars(number) >= 8 ? number : undefined;
};
