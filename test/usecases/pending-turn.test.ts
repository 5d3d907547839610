import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/store.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import { finishPendingTurns, handleMessage } from '../../src/usecases/handle-message.ts';
import { CASE_NO, database, desk, fillForm, say, textOf, useDesk } from '../support/chat-bench.ts';
import { NOW, customer, failingAt, formAnswers, held, inbound, putOrder } from '../support/chat-desk.ts';

useDesk();

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
      expect(session).toMatchObject({ pending: [], nextActionAt: null });
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
        for (const { id } of page.items) await finishPendingTurns(desk.deps, id);
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
    await finishPendingTurns(desk.deps, sessionId(customer()));
    await finishPendingTurns(desk.deps, sessionId(customer('oNobody')));
    expect(await held(desk.deps)).toEqual(before);
    expect((await held(desk.deps, 'oNobody')).session).toBeUndefined();
  });

  it('a session left due with nothing pending: is put to rest', async () => {
    await say('退款');
    const { store } = desk.deps;
    const stored = await store.get(sessions, sessionId(customer()));
    if (!stored) throw new Error('no session');
    await store.replace(sessions, stored, { ...stored.doc, nextActionAt: NOW });
    await finishPendingTurns(desk.deps, stored.id);
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
    expect(session?.pending).toHaveLength(1);
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
