import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/store.ts';
import { ANSWER_WITHIN_MS, answerMessage } from '../../src/usecases/answer-message.ts';
import { chatDatabase, held, inbound } from '../support/chat-desk.ts';

const busyText = '系统繁忙，请稍后再发一次。';

/** A timer without time: short pauses are over at once, the deadline passes when the test says so. */
const manualTimer = () => {
  let deadline: (() => void) | null = null;
  return {
    timer: {
      after: (ms: number, run: () => void) => {
        if (ms < ANSWER_WITHIN_MS) queueMicrotask(run);
        else deadline = run;
        return () => {
          deadline = null;
        };
      },
    },
    passes: () => deadline?.(),
    isSet: () => deadline !== null,
  };
};

/** A store whose reads fail as often as is left, and wait where they are held: from the next on, or after a fault. */
const troubled = () => {
  const state = { failures: 0, holdAfterFault: false, release: (): void => undefined };
  let gate = Promise.resolve();
  const before = async () => {
    await gate;
    if (state.failures <= 0) return;
    state.failures -= 1;
    if (state.holdAfterFault) hold();
    throw new Error('the store is down');
  };
  const hold = () => {
    gate = new Promise((resolve) => {
      state.release = resolve;
    });
  };
  return {
    state,
    hold,
    wrap: (store: Store): Store => ({
      ...store,
      get: async (...all) => {
        await before();
        return store.get(...all);
      },
    }),
  };
};

let database: ReturnType<typeof chatDatabase>;
beforeEach(() => {
  database = chatDatabase();
});
afterEach(() => database.remove());

const start = async () => {
  const trouble = troubled();
  const desk = await database.startDesk({}, trouble.wrap);
  const { timer, passes, isSet } = manualTimer();
  const answer = (message: ReturnType<typeof inbound>) =>
    answerMessage(desk.deps, { timer, busyText }, message);
  return { desk, trouble, answer, passes, isSet };
};
/** Until `done`, within ten seconds. */
const until = async (done: () => boolean | Promise<boolean>) => {
  const end = Date.now() + 10_000;
  while (!(await done()) && Date.now() < end)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  expect(await done()).toBe(true);
};

describe('the answer within the time WeChat allows', () => {
  it('a turn in time: its reply, and no deadline left running', async () => {
    const { answer, isSet, desk } = await start();
    expect(await answer(inbound('人工'))).toEqual({ type: 'handover' });
    expect(isSet()).toBe(false);
    expect(desk.sent).toEqual([]);
  });

  it('a fault that passes: the ordinary reply, one turn, and the fault is logged', async () => {
    const { answer, desk, trouble } = await start();
    trouble.state.failures = 2;
    expect(await answer(inbound('人工'))).toEqual({ type: 'handover' });
    expect(desk.logged.filter(({ level }) => level === 'error')).toHaveLength(2);
    expect((await held(desk.deps)).lines).toHaveLength(1);
  });

  it('a fault that stays: the customer is asked to send it again, nothing is stored, and sent again it is taken', async () => {
    const { answer, desk, trouble } = await start();
    trouble.state.failures = 3;
    expect(await answer(inbound('人工'))).toEqual({ type: 'text', text: busyText });
    expect(await held(desk.deps)).toEqual({ session: undefined, lines: [], cases: [] });
    expect(await answer(inbound('人工'))).toEqual({ type: 'handover' });
  });

  it('a turn that takes too long: nothing for now, then its reply as a customer message out of the window', async () => {
    const { answer, desk, trouble, passes } = await start();
    trouble.hold();
    const message = inbound('政策');
    const answering = answer(message);
    passes();
    expect(await answering).toEqual({ type: 'none' });
    expect(desk.sent).toEqual([]);
    trouble.state.release();
    await until(() => desk.sent.length > 0);
    const { lines } = await held(desk.deps);
    expect(lines).toMatchObject([{ id: message.key, reply: { text: desk.sent[0]?.text } }]);
    expect(desk.sent).toMatchObject([{ openid: 'oCustomer' }]);
    await until(async () => (await held(desk.deps)).session?.window.left === 4);
  });

  it('a turn that takes too long and then fails: the request to send it again, as a customer message', async () => {
    const { answer, desk, trouble, passes } = await start();
    trouble.hold();
    trouble.state.failures = 3;
    const answering = answer(inbound('政策'));
    passes();
    expect(await answering).toEqual({ type: 'none' });
    trouble.state.release();
    await until(() => desk.sent.length > 0);
    expect(desk.sent).toEqual([{ openid: 'oCustomer', text: busyText }]);
  });

  it('a turn that fails and then takes too long: the customer is asked to send it again while WeChat still listens, once', async () => {
    const { answer, desk, trouble, passes } = await start();
    Object.assign(trouble.state, { failures: 2, holdAfterFault: true });
    const answering = answer(inbound('政策'));
    await until(() => desk.logged.some(({ level }) => level === 'error'));
    passes();
    expect(await answering).toEqual({ type: 'text', text: busyText });
    trouble.state.release();
    await until(() => desk.logged.filter(({ level }) => level === 'error').length === 2);
    expect(desk.sent).toEqual([]);
  });

  it('a hand-over that comes too late to be one: the customer is asked to send it again', async () => {
    const { answer, desk, trouble, passes } = await start();
    trouble.hold();
    const answering = answer(inbound('人工'));
    passes();
    await answering;
    trouble.state.release();
    await until(() => desk.sent.length > 0);
    expect(desk.sent).toEqual([{ openid: 'oCustomer', text: busyText }]);
  });
});
