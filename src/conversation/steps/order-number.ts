import { chooseByNumber, orderNumberIn } from './choose-order.ts';
import { defineStep, reading, textOf } from './step.ts';

/** An order that is not on the list, by WeChat Pay's transaction number or the shop's own. */
export const orderNumberStep = defineStep<string>({
  id: 'order_number',
  back: 'order',
  next: 'reason',
  prompt: ({ draft, texts }) => ({ kind: 'ask', draft, text: texts.form.askOrderNumber }),
  parse: () => reading((given) => orderNumberIn(textOf(given) ?? '')),
  retry: (texts) => texts.form.retry('order_number', 0),
  accept: (number, scene) => chooseByNumber(scene, number),
});
