import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Reply } from '../../src/conversation/types.ts';
import type { Store } from '../../src/store/store.ts';
import { MAX_WAITING } from '../../src/usecases/chat/lanes.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import { finishPendingTurn, handleMessage } from '../../src/usecases/handle-message.ts';
import {
  type ChatDesk,
  NOW,
  chatDatabase,
  customer,
  failingAt,
  formAnswers,
  held,
  inbound,
  putOrder,
} from '../support/chat-desk.ts';

let database: ReturnType<typeof chatDatabase>;
let desk: ChatDesk;
beforeEach(async () => {
  database = chatDatabase();
  desk = await database.startDesk();
  await putOrder(desk.deps.store);
});
afterEach(() => database.remove());

const say = (text: string, at = desk) => handleMessage(at.deps, inbound(text));
const textOf = (reply: Reply | undefined) => (reply?.type === 'text' ? reply.text : (reply?.type ?? ''));
const fillForm = async (at = desk) => {
  for (const answer of formAnswers) await say(answer, at);
};
const CASE_NO = /RF\d{8}[2-9A-HJ-NP-Z]{6}/;

describe('a conversation', () => {
  it('a whole application: one case, its number in the answer, every message in the transcript in order', async () => {
    const picture = inbound({ type: 'image', mediaId: 'media-1' });
    const said = ['退款', '1', '8', '不再需要了', picture, '完成', '确认'].map((one) =>
      typeof one === 'string' ? inbound(one) : one,
    );
    const replies: Reply[] = [];
    for (const message of said) replies.push(await handleMessage(desk.deps, message));

    const { cases: opened, lines, session } = await held(desk.deps);
    expect(opened).toHaveLength(1);
    expect(opened[0]).toMatchObject({
      verified: true,
      evidence: [picture.key],
      reason: { category: 'own_reasons', text: '不再需要了' },
    });
    expect(replies.at(-1)).toMatchObject({ text: expect.stringContaining(opened[0]?.caseNo ?? 'none') });
    expect(lines.map(({ id, type, text, reply }) => ({ id, type, text, reply }))).toEqual(
      said.map(({ key, input }, index) => ({
        id: key,
        type: input.type,
        text: input.type === 'text' ? input.text : '',
        reply: replies[index],
      })),
    );
    expect(session).toMatchObject({ pending: null, nextActionAt: null });
  });

  it('a picture: waits for its download at once, and the worker is woken', async () => {
    const before = desk.wakes();
    await handleMessage(desk.deps, inbound({ type: 'image', mediaId: 'media-1' }));
    const { lines } = await held(desk.deps);
    expect(lines).toMatchObject([
      {
        picture: { mediaId: 'media-1', state: 'pending', contentType: null, failures: 0 },
        nextActionAt: NOW,
      },
    ]);
    expect(desk.wakes()).toBe(before + 1);
  });

  it('a turn without a command: one write of the session and one line', async () => {
    const writes: string[] = [];
    const counted = await database.startDesk({}, (store) => ({
      ...store,
      insert: (...all) => {
        writes.push(`insert ${all[0].name}`);
        return store.insert(...all);
      },
      replace: (...all) => {
        writes.push(`replace ${all[0].name}`);
        return store.replace(...all);
      },
    }));
    await say('退款');
    await say('1', counted);
    expect(writes).toEqual(['insert messages', 'replace sessions']);
  });

  it('人工: handed over, and that too is in the transcript', async () => {
    expect(await say('人工')).toEqual({ type: 'handover' });
    expect((await held(desk.deps)).lines).toMatchObject([{ text: '人工', reply: { type: 'handover' } }]);
  });

  it('a voice message in the middle of the form: answered, and the form goes on where it was', async () => {
    await say('退款');
    const reply = await handleMessage(desk.deps, inbound({ type: 'other', msgType: 'voice' }));
    expect(reply.type).toBe('text');
    expect((await held(desk.deps)).session?.conversation.draft?.step).toBe('order');
  });

  it('thirty-five messages: the last thirty answers are kept, and the whole transcript', async () => {
    for (let count = 0; count < 35; count += 1) await say('政策');
    const { session, lines } = await held(desk.deps);
    expect(session?.inbound).toHaveLength(30);
    expect(lines).toHaveLength(35);
    expect(session?.inbound.at(-1)?.key).toBe(lines.at(-1)?.id);
  });
});

describe('how many customer messages may follow', () => {
  const windowAfter = async (input: Parameters<typeof inbound>[0]) => {
    await handleMessage(desk.deps, inbound(input));
    const window = (await held(desk.deps)).session?.window;
    return window && { minutes: (window.closesAt - desk.clock.now()) / 60_000, left: window.left };
  };
  const event = (name: 'subscribe' | 'unsubscribe' | 'click' | 'scan' | 'other') =>
    ({ type: 'event', event: name, name, key: '' }) as const;

  it.each([
    ['a text', '你好', 48 * 60, 5],
    ['a picture', { type: 'image', mediaId: 'm' } as const, 48 * 60, 5],
    ['a tap on a menu message', { type: 'text', text: '政策', menuId: '101' } as const, 1, 3],
    ['a follow', event('subscribe'), 1, 3],
    ['a menu click', event('click'), 1, 3],
    ['a scan', event('scan'), 1, 3],
  ])('%s opens the window that WeChat opens', async (_what, input, minutes, left) => {
    expect(await windowAfter(input)).toEqual({ minutes, left });
  });

  it('an event of another kind: opens none', async () => {
    expect((await windowAfter(event('other')))?.left).toBe(0);
  });

  it('a tap after a message: what the message opened stays', async () => {
    await windowAfter('你好');
    expect(await windowAfter(event('click'))).toEqual({ minutes: 48 * 60, left: 5 });
  });

  it('leaving after a message: nothing may be sent', async () => {
    await windowAfter('你好');
    expect((await windowAfter(event('unsubscribe')))?.left).toBe(0);
  });
});

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
      expect(session).toMatchObject({ pending: null, nextActionAt: null });
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

  it('one customer waits for the payment service: another is answered meanwhile', async () => {
    const waiting: (() => void)[] = [];
    const wechatPay = {
      queryTransaction: () =>
        new Promise((resolve) => {
          waiting.push(() => {
            resolve({ kind: 'not_found' });
          });
        }),
    } as never;
    const slow = await database.startDesk({ wechatPay });
    for (const text of ['退款', '2']) await say(text, slow);
    const looking = say('4200000000000000000000009999', slow);
    const other = await handleMessage(slow.deps, inbound('政策', 'oOther'));
    expect(other.type).toBe('text');
    expect(waiting).toHaveLength(1);
    waiting.forEach((go) => {
      go();
    });
    expect((await looking).type).toBe('text');
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

describe('a crash in the middle of 确认', () => {
  const crashes = ['before', 'after'] as const;
  /** The process dies at each of its store operations in turn, until one 确认 needs no more of them. */
  const atEveryPoint = async (
    when: (typeof crashes)[number],
    recover: (message: ReturnType<typeof inbound>) => Promise<unknown>,
  ): Promise<number> => {
    for (let at = 0; ; at += 1) {
      const openid = `o${when}${String(at)}`;
      await putOrder(
        desk.deps.store,
        `SHOP-${when}-${String(at + 100)}${when === 'after' ? '0' : ''}`,
        openid,
      );
      for (const answer of formAnswers) await handleMessage(desk.deps, inbound(answer, openid));
      const { wrap, arm, reached } = failingAt(at, when);
      const dying = await database.startDesk({}, wrap);
      arm();
      const message = inbound('确认', openid);
      const died = await handleMessage(dying.deps, message).then(
        () => false,
        () => true,
      );
      if (!reached()) return at;
      expect(died).toBe(true);
      await recover(message);
      const reply = await handleMessage(desk.deps, message);
      expect(textOf(reply)).toMatch(CASE_NO);
      const { cases: opened, lines, session } = await held(desk.deps, openid);
      expect(opened.map(({ caseNo }) => caseNo)).toEqual([CASE_NO.exec(textOf(reply))?.[0]]);
      expect(lines.filter(({ id }) => id === message.key)).toMatchObject([{ text: '确认', reply }]);
      expect(lines).toHaveLength(formAnswers.length + 1);
      expect(session).toMatchObject({ pending: null, nextActionAt: null });
    }
  };

  it.each(crashes)(
    '%s any store operation took effect, then redelivered: one case, one line',
    async (when) => {
      expect(await atEveryPoint(when, () => Promise.resolve())).toBeGreaterThan(6);
    },
  );

  it.each(crashes)(
    '%s any store operation took effect, then the worker comes first: one case, and the redelivery hears its number',
    async (when) => {
      const due = async () => {
        const page = await desk.deps.store.scan(sessions, 'due', { facet: '', limit: 10 });
        for (const { id } of page.items) await finishPendingTurn(desk.deps, id);
        return page.items.length;
      };
      const points = await atEveryPoint(when, async () => {
        await due();
        expect(await due()).toBe(0);
      });
      expect(points).toBeGreaterThan(6);
    },
  );

  it('in the middle of any other message, then redelivered: one turn, one line', async () => {
    for (const when of crashes)
      for (let at = 0; ; at += 1) {
        const openid = `oPlain${when}${String(at)}`;
        const { wrap, arm, reached } = failingAt(at, when);
        const dying = await database.startDesk({}, wrap);
        arm();
        const message = inbound('退款', openid);
        const died = await handleMessage(dying.deps, message).then(
          () => false,
          () => true,
        );
        if (!reached()) break;
        expect(died).toBe(true);
        const reply = await handleMessage(desk.deps, message);
        const { lines, session } = await held(desk.deps, openid);
        expect(lines).toMatchObject([{ id: message.key, reply }]);
        expect(session?.inbound).toMatchObject([{ key: message.key, reply }]);
      }
  });

  it('a worker that finds nothing pending: changes nothing', async () => {
    await say('退款');
    const before = await held(desk.deps);
    await finishPendingTurn(desk.deps, sessionId(customer()));
    await finishPendingTurn(desk.deps, sessionId(customer('oNobody')));
    expect(await held(desk.deps)).toEqual(before);
    expect((await held(desk.deps, 'oNobody')).session).toBeUndefined();
  });

  it('a session left due with nothing pending: is put to rest', async () => {
    await say('退款');
    const { store } = desk.deps;
    const stored = await store.get(sessions, sessionId(customer()));
    if (!stored) throw new Error('no session');
    await store.replace(sessions, stored, { ...stored.doc, nextActionAt: NOW });
    await finishPendingTurn(desk.deps, stored.id);
    expect((await held(desk.deps)).session?.nextActionAt).toBeNull();
  });
});

describe('an application that cannot be opened just now', () => {
  let broken = true;
  const breaking = (store: Store): Store => ({
    ...store,
    insert: (...all) => {
      if (broken && all[0].name === cases.name) return Promise.reject(new Error('the disk is full'));
      return store.insert(...all);
    },
  });
  beforeEach(() => {
    broken = true;
  });

  it('the customer asks for a person: handed over all the same, and the application waits', async () => {
    await fillForm();
    const ill = await database.startDesk({}, breaking);
    await expect(say('确认', ill)).rejects.toThrow('the disk is full');
    expect(await say('人工', ill)).toEqual({ type: 'handover' });
    expect(ill.logged).toContainEqual({ level: 'error', message: 'a pending turn could not be finished' });
    const { session, cases: opened } = await held(desk.deps);
    expect(opened).toEqual([]);
    expect(session?.pending).not.toBeNull();
    expect(session?.nextActionAt).toBe(NOW);
  });

  it('a person is asked for while the application is still failing: one failure does not take the other with it', async () => {
    await fillForm();
    const ill = await database.startDesk({}, breaking);
    const results = await Promise.allSettled([say('确认', ill), say('人工', ill)]);
    expect(results).toMatchObject([{ status: 'rejected' }, { value: { type: 'handover' } }]);
  });

  it('cancelled meanwhile, then 确认 delivered again: still unanswered, and its number once it can', async () => {
    await fillForm();
    const ill = await database.startDesk({}, breaking);
    const confirm = inbound('确认');
    await expect(handleMessage(ill.deps, confirm)).rejects.toThrow();
    await say('取消', ill);
    await expect(handleMessage(ill.deps, confirm)).rejects.toThrow();
    broken = false;
    const answer = await handleMessage(ill.deps, confirm);
    expect(textOf(answer)).toContain((await held(desk.deps)).cases[0]?.caseNo);
  });

  it('confirmed twice while it cannot: both fail, and both hear the one number once it can', async () => {
    await fillForm();
    const ill = await database.startDesk({}, breaking);
    const both = [inbound('确认'), inbound('确认')];
    for (const message of both) await expect(handleMessage(ill.deps, message)).rejects.toThrow();
    for (const message of both) await expect(handleMessage(ill.deps, message)).rejects.toThrow();
    broken = false;
    const replies = [];
    for (const message of both) replies.push(textOf(await handleMessage(ill.deps, message)));
    const { cases: opened } = await held(desk.deps);
    expect(opened).toHaveLength(1);
    for (const reply of replies) expect(reply).toContain(opened[0]?.caseNo);
  });

  it('the customer confirms again once it can: one case, and both hear its number', async () => {
    await fillForm();
    const ill = await database.startDesk({}, breaking);
    const first = inbound('确认');
    await expect(handleMessage(ill.deps, first)).rejects.toThrow();
    broken = false;
    const again = await say('确认', ill);
    const { cases: opened } = await held(desk.deps);
    expect(opened).toHaveLength(1);
    expect(textOf(again)).toContain(opened[0]?.caseNo);
    expect(textOf(await handleMessage(ill.deps, first))).toContain(opened[0]?.caseNo);
  });
});

describe('a line of the transcript', () => {
  it('lost between two writes: put back by the redelivery, with the answer that was given', async () => {
    const dropping = await database.startDesk({}, (store) => ({
      ...store,
      insert: (...all) =>
        all[0].name === messages.name ? Promise.resolve({ ok: true, revision: 1 }) : store.insert(...all),
    }));
    const message = inbound({ type: 'image', mediaId: 'media-1' });
    const reply = await handleMessage(dropping.deps, message);
    expect((await held(desk.deps)).lines).toEqual([]);
    expect(await handleMessage(desk.deps, message)).toEqual(reply);
    expect((await held(desk.deps)).lines).toMatchObject([{ reply, picture: { state: 'pending' } }]);
  });

  it('whose picture has been fetched: stays so when the message is delivered again', async () => {
    const message = inbound({ type: 'image', mediaId: 'media-1' });
    await handleMessage(desk.deps, message);
    const { store } = desk.deps;
    const stored = await store.get(messages, message.key);
    if (!stored?.doc.picture) throw new Error('no picture');
    const fetched = { ...stored.doc.picture, state: 'stored' as const, contentType: 'image/png' };
    await store.replace(messages, stored, { ...stored.doc, picture: fetched, nextActionAt: null });
    await handleMessage(desk.deps, message);
    expect((await held(desk.deps)).lines).toMatchObject([{ picture: fetched, nextActionAt: null }]);
  });
});
