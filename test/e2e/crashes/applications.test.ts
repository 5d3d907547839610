import { expect } from '@jest/globals';
import { messages } from '../../../src/usecases/documents/messages.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { desk, tell } from '../../support/crash-stories.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

tell(
  {
    title: 'an application with a picture',
    given: async ({ openid }) => {
      for (const line of ['退款', '1', '2']) await desk.say(openid, line);
    },
    when: async ({ openid }) => {
      await desk.say(openid, '没有用过');
      await desk.sendPicture(openid, PNG);
      for (const line of ['完成', '确认']) await desk.say(openid, line);
    },
    then: async (kase) => {
      expect([kase.status, kase.evidence.length]).toEqual(['in_review', 1]);
      const picture = await desk.store.get(messages, kase.evidence[0] ?? '');
      expect(picture?.doc.picture?.state).toBe('stored');
      expect((await desk.store.getBlob(kase.evidence[0] ?? ''))?.bytes).toEqual(PNG);
    },
    notices: ['received'],
    least: { write: 10, call: 2 },
  },
  {
    title: 'an application for an order that WeChat Pay alone knows',
    known: 'to_wechat_pay',
    when: async ({ openid, transactionId }) => {
      for (const line of ['退款', transactionId, '2', '没有用过', '跳过', '确认'])
        await desk.say(openid, line);
    },
    then: async (kase, { outTradeNo }, failure) => {
      expect(kase.status).toBe('in_review');
      const order = await desk.store.get(orders, outTradeNo);
      // Only where WeChat Pay gave no answer is it not proven whose order it is.
      if (failure?.on !== 'call' || failure.ends)
        expect([kase.verified, order?.doc.source]).toEqual([true, 'wechatpay']);
    },
    notices: ['received'],
    least: { write: 10, call: 2 },
  },
);
