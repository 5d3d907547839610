import { type Choice, pick } from '../choices.ts';
import { everyTexts } from '../messages/texts-for.ts';
import type { OrderChoice } from '../types.ts';
import { chooseByNumber, chooseOrder, unmistakableNumberIn } from './choose-order.ts';
import { type Scene, defineStep, reading } from './step.ts';

const LISTED_ORDERS_MAX = 9;

type Answer =
  | { readonly kind: 'chosen'; readonly order: OrderChoice }
  | { readonly kind: 'gone' }
  | { readonly kind: 'other' }
  | { readonly kind: 'number'; readonly number: string };

/** The lines as the customer last saw them, whatever has been bought since. */
const choices = ({ draft, known, context, texts }: Scene): Choice<Answer>[] => {
  const listed = draft.listed.map((outTradeNo): Choice<Answer> => {
    const id = `order:${outTradeNo}`;
    const order = known.orders?.find((each) => each.outTradeNo === outTradeNo);
    if (!order) return { id, label: outTradeNo, value: { kind: 'gone' } };
    return {
      id,
      label: texts.form.orderLabel(order, context.now),
      aliases: [order.description, ...everyTexts.map(({ form }) => form.orderLabel(order, context.now))],
      value: { kind: 'chosen', order },
    };
  });
  const aliases = everyTexts.map(({ form }) => form.otherOrder);
  return [...listed, { id: 'order:other', label: texts.form.otherOrder, aliases, value: { kind: 'other' } }];
};

/** Which order it is about: one of the listed, or another by its number. */
export const orderStep = defineStep<Answer>({
  id: 'order',
  back: null,
  next: 'reason',
  needs: ({ known }) => (known.orders ? null : { kind: 'orders' }),
  prompt: ({ draft, known, context, texts }) => {
    if (!known.orders) return { kind: 'need', need: { kind: 'orders' } };
    if (known.orders.length === 0)
      return { kind: 'instead', step: 'order_number', lead: texts.form.noOrders };
    const orders = known.orders.toSorted((a, b) => b.paidAt - a.paidAt).slice(0, LISTED_ORDERS_MAX);
    const listed = orders.map((order) => order.outTradeNo);
    return { kind: 'ask', draft: { ...draft, listed }, text: texts.form.askOrder(orders, context.now) };
  },
  parse: (scene) =>
    reading((given): Answer | undefined => {
      if (given.kind !== 'text') return undefined;
      const picked = pick(choices(scene), given);
      if (picked) return picked;
      const number = unmistakableNumberIn(given.text);
      return number === undefined ? undefined : { kind: 'number', number };
    }),
  retry: (texts) => texts.form.retry('order', 0),
  accept: (answer, scene) => {
    switch (answer.kind) {
      case 'chosen':
        return chooseOrder(scene, answer.order);
      case 'gone':
        return { kind: 'go', step: 'order', draft: scene.draft, lead: scene.texts.form.orderGone };
      case 'other':
        return { kind: 'go', step: 'order_number', draft: scene.draft };
      case 'number':
        return chooseByNumber(scene, answer.number);
    }
  },
});
