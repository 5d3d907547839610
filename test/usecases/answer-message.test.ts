import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/store.ts';
import { ANSWER_WITHIN_MS, NOTE_WITHIN_MS, answerMessage } from '../../src/usecases/answer-message.ts';
import { HOUR_MS } from '../../src/domain/time.ts';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import { noteLate } from '../../src/usecases/late-answer.ts';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import { chatDatabase, failingAt, formAnswers, held, inbound, putOrder } from '../support/chat-desk.ts';

const busyText = '系统繁忙，请稍后再发一次。';

/** A timer without time: short pauses are over at once, the deadlines pass when the test says so. */
const manualTimer = () => {
  const deadlines = new Map<number, () => void>();
  return {
    timer: {
      after: (ms: number, run: () => void) => {
        if (ms === ANSWER_WITHIN_MS || ms === NOTE_WITHIN_MS) deadlines.set(ms, run);
        else queueMicrotask(run);
        return () => {
          deadlines.delete(ms);
        };
      },
    },
    passes: (ms = ANSWER_WITHIN_MS) => deadlines.get(ms)?.(),
    isSet: () => deadlines.size > 0,
  };
};

/**
 * A store whose reads fail as often as is left, and wait where they are held: from the next on, or after a fault.
 * `inserts` false: those wait as well.
 */
const troubled = () => {
  const state = { failures: 0, holdAfterFault: false, inserts: true, release: (): void => undefined };
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
      insert: async (...all) => {
        if (!state.inserts) await gate;
        return store.insert(...all);
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

  /** WeChat has been told that we have the message, and the process that said so is gone. */
  const abandoned = async () => {
    const { answer, trouble, passes } = await start();
    trouble.hold();
    const message = inbound('政策');
    const answering = answer(message);
    passes();
    expect(await answering).toEqual({ type: 'none' });
    const next = await database.startDesk();
    const workAfter = async (ms: number) => {
      next.clock.advance(ms);
      await workDue(next.deps, new WorkMemory());
    };
    return { message, next, workAfter };
  };

  it('a turn whose process ends with it: once it is given up, another asks the customer, once, to send it again', async () => {
    const { next, workAfter } = await abandoned();
    await workAfter(119_000);
    expect(next.sent).toEqual([]);
    await workAfter(1_000);
    await workAfter(HOUR_MS);
    expect(next.sent).toEqual([{ openid: 'oCustomer', text: busyText }]);
  });

  it('a turn that was over when its process ended: another sends its reply', async () => {
    const { message, next, workAfter } = await abandoned();
    const reply = await handleMessage(next.deps, message);
    await workAfter(120_000);
    expect(next.sent).toEqual([{ openid: 'oCustomer', text: reply.type === 'text' ? reply.text : null }]);
  });

  it('a turn whose command was stored when its process ended: it is carried out, and answered', async () => {
    const crash = failingAt(1, 'after');
    const dying = await database.startDesk({}, crash.wrap);
    await putOrder(dying.deps.store);
    for (const text of formAnswers) await handleMessage(dying.deps, inbound(text));
    const message = inbound('确认');
    await noteLate(dying.deps, message, busyText);
    crash.arm();
    await expect(handleMessage(dying.deps, message)).rejects.toThrow();
    const next = await database.startDesk();
    next.clock.advance(120_000);
    await workDue(next.deps, new WorkMemory());
    const { cases, lines } = await held(next.deps);
    const reply = lines.find(({ id }) => id === message.key)?.reply;
    expect(cases).toHaveLength(1);
    expect(next.sent[0]?.text).toContain(cases[0]?.caseNo ?? '?');
    expect(reply).toEqual({ type: 'text', text: next.sent[0]?.text });
  });

  it('a store that takes nothing either: the customer is asked to send it again while WeChat still listens', async () => {
    const { answer, trouble, passes } = await start();
    trouble.state.inserts = false;
    trouble.hold();
    const answering = answer(inbound('政策'));
    passes();
    passes(NOTE_WITHIN_MS);
    expect(await answering).toEqual({ type: 'text', text: busyText });
    trouble.state.release();
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
