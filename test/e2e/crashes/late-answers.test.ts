import { expect } from '@jest/globals';
import { lateAnswers } from '../../../src/usecases/documents/late-answers.ts';
import {
  aCustomer,
  desk,
  expectQuiet,
  ofCustomer,
  tellWith,
  timesSaid,
} from '../../support/crash-stories.ts';

const ANSWER = /选择订单|系统暂时繁忙/;

let messages = 0;

tellWith(() => Promise.resolve({}), {
  title: 'a turn that takes longer than WeChat waits',
  told: async ({ through }) => {
    const customer = await aCustomer();
    // A window is open to whoever has written.
    await desk.say(customer.openid, '政策');
    messages += 1;
    const key = `${customer.openid}:${String(messages).padStart(16, '0')}:0123456789abcdef`;
    let answered = 0;
    await through(async () => {
      const at = desk.time.clock.now();
      const input = { type: 'text', text: '退款', menuId: null } as const;
      const reply = await desk.answerLate({ ...ofCustomer(customer), key, at, input });
      if (reply.type === 'text') answered += 1;
    });
    const late = async () => (await desk.store.get(lateAnswers, key))?.doc;
    for (let minutes = 0; minutes < 5 && (await late())?.nextActionAt != null; minutes += 1)
      await desk.settle(1);
    const times = answered + timesSaid(customer, ANSWER);
    expect([times, times === 1 || times === 2]).toEqual([times, true]);
    expect((await late())?.nextActionAt ?? null).toBeNull();
    await expectQuiet(customer);
  },
  least: { write: 4, call: 1 },
});
