import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_WAITING } from '../../src/usecases/chat/lanes.ts';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import { CASE_NO, database, desk, fillForm, say, textOf, useDesk } from '../support/chat-bench.ts';
import { type ChatDesk, formAnswers, held, inbound } from '../support/chat-desk.ts';

useDesk();

describe('the same message again', () => {
  it('delivered three times, one after another: one turn and one answer', async () => {
    const message = inbound('退款');
    const first = await handleMessage(desk.deps, message);
    const after = await held(desk.deps);
    desk.clock.advance(5_000);
    expect(await handleMessage(desk.deps, message)).toEqual(first);
    expect(await handleMessage(desk.deps, message)).toEqual(first);
    expect(await held(desk.deps)).toEqual(after);
  });

  it('delivered after the form has gone on: the answer it had then', async () => {
    const message = inbound('退款');
    const first = await handleMessage(desk.deps, message);
    await say('1');
    const after = await held(desk.deps);
    expect(await handleMessage(desk.deps, message)).toEqual(first);
    expect(await held(desk.deps)).toEqual(after);
  });

  it.each([
    ['one process', 1],
    ['three processes', 3],
  ])(
    'three deliveries of 确认 at once to %s: one case, one line, identical answers',
    async (_where, count) => {
      await fillForm();
      const desks = [desk];
      while (desks.length < count) desks.push(await database.startDesk());
      const message = inbound('确认');
      const replies = await Promise.all(
        [0, 1, 2].map((delivery) => handleMessage((desks[delivery % count] ?? desk).deps, message)),
      );
      const { cases: opened, lines, session } = await held(desk.deps);
      expect(opened).toHaveLength(1);
      expect(textOf(replies[0])).toMatch(CASE_NO);
      expect(new Set(replies.map(textOf)).size).toBe(1);
      expect(lines.filter(({ id }) => id === message.key)).toMatchObject([{ reply: replies[0] }]);
      expect(session).toMatchObject({ pending: [], nextActionAt: null });
      expect(session?.inbound.filter(({ key }) => key === message.key)).toHaveLength(1);
    },
  );

  it('the first message of a stranger, three times at once to three processes: one session, one answer', async () => {
    const desks = [desk, await database.startDesk(), await database.startDesk()];
    const message = inbound('退款', 'oStranger');
    const replies = await Promise.all(desks.map(({ deps }) => handleMessage(deps, message)));
    expect(new Set(replies.map(textOf)).size).toBe(1);
    const { lines, session } = await held(desk.deps, 'oStranger');
    expect(lines).toHaveLength(1);
    expect(session?.inbound).toHaveLength(1);
  });
});

describe('order', () => {
  it('one customer, six messages at once: taken in the order in which they came', async () => {
    const said = [...formAnswers, '确认'].map((text) => inbound(text));
    const replies = await Promise.all(said.map((message) => handleMessage(desk.deps, message)));
    const { lines, cases: opened } = await held(desk.deps);
    expect(lines.map(({ id }) => id)).toEqual(said.map(({ key }) => key));
    expect(opened).toHaveLength(1);
    expect(textOf(replies.at(-1))).toMatch(CASE_NO);
  });

  describe('while one customer’s message waits for the payment service', () => {
    const number = '4200000000000000000000009999';
    let slow: ChatDesk;
    let answer: (given: object) => void;
    let asked: Promise<void>;
    beforeEach(async () => {
      let isAsked = (): void => undefined;
      asked = new Promise((resolve) => {
        isAsked = resolve;
      });
      const queryTransaction = () =>
        new Promise((resolve) => {
          answer = resolve;
          isAsked();
        });
      slow = await database.startDesk({ wechatPay: { queryTransaction } as never });
      for (const text of ['退款', '2']) await say(text, slow);
    });

    it('another customer is answered meanwhile', async () => {
      const looking = say(number, slow);
      await asked;
      const other = await handleMessage(slow.deps, inbound('政策', 'oOther'));
      expect(other.type).toBe('text');
      answer({ kind: 'not_found' });
      expect((await looking).type).toBe('text');
    });

    it('their next message, come to another process, is taken after it', async () => {
      const messages = [inbound(number), inbound('取消')] as const;
      const looking = handleMessage(slow.deps, messages[0]);
      await asked;
      let looks = 0;
      let hasWaited = (): void => undefined;
      const waited = new Promise<void>((resolve) => {
        hasWaited = resolve;
      });
      const other = await database.startDesk({}, (store) => ({
        ...store,
        get: (...all) => {
          looks += 1;
          if (looks === 2) hasWaited();
          return store.get(...all);
        },
      }));
      const next = handleMessage(other.deps, messages[1]);
      await Promise.race([waited, next]);
      answer({ kind: 'not_found' });
      const reply = await looking;
      await next;
      const { session } = await held(desk.deps);
      expect(session?.inbound.slice(-2).map(({ key }) => key)).toEqual(messages.map(({ key }) => key));
      // The form took the number and went on; only then was it left.
      expect(textOf(reply)).toMatch(/2\/5/);
      expect(session?.conversation.draft).toBeNull();
    });

    it('and its process dies: delivered again, to another, it is taken at once', async () => {
      const message = inbound(number);
      void handleMessage(slow.deps, message);
      await asked;
      expect(textOf(await handleMessage(desk.deps, message))).toMatch(/2\/5/);
    });

    it('and its process dies, and it is never delivered again: the next one waits no longer than a call takes', async () => {
      void say(number, slow);
      await asked;
      desk.clock.advance(10_000);
      expect(textOf(await say('取消'))).toContain('已取消');
    });

    it('which fails: the next message need not wait', async () => {
      const failing = await database.startDesk({
        wechatPay: { queryTransaction: () => Promise.reject(new Error('a fault')) } as never,
      });
      await expect(say(number, failing)).rejects.toThrow('a fault');
      expect((await say('取消')).type).toBe('text');
    });
  });

  it('more messages at once than anyone types: the rest is refused, those before it are answered', async () => {
    const all = Array.from({ length: MAX_WAITING + 2 }, () => inbound('政策'));
    const results = await Promise.allSettled(all.map((message) => handleMessage(desk.deps, message)));
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([
      { reason: { code: 'too_many_messages', status: 503 } },
      { reason: { code: 'too_many_messages' } },
    ]);
    expect((await held(desk.deps)).lines).toHaveLength(MAX_WAITING);
    expect((await say('政策')).type).toBe('text');
  });

  it('another process takes a message of the customer in between: both are taken, and the transcript says what was answered', async () => {
    await say('退款');
    const other = await database.startDesk();
    const between = inbound('取消');
    let meddled = false;
    const slow = await database.startDesk({}, (store) => ({
      ...store,
      replace: async (...all) => {
        if (!meddled) {
          meddled = true;
          await handleMessage(other.deps, between);
        }
        return store.replace(...all);
      },
    }));
    const message = inbound('1');
    const reply = await handleMessage(slow.deps, message);
    const { session, lines } = await held(desk.deps);
    expect(session?.conversation.draft).toBeNull();
    expect(session?.inbound.slice(-2).map(({ key }) => key)).toEqual([between.key, message.key]);
    expect(lines.find(({ id }) => id === message.key)?.reply).toEqual(reply);
    expect(session?.inbound.at(-1)?.reply).toEqual(reply);
  });
});
