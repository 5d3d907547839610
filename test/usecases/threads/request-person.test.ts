import { describe, expect, it } from '@jest/globals';
import { sessions } from '../../../src/usecases/documents/sessions.ts';
import { finishPendingTurns, handleMessage } from '../../../src/usecases/handle-message.ts';
import { endTalk } from '../../../src/usecases/threads/end-talk.ts';
import { requestPerson } from '../../../src/usecases/threads/request-person.ts';
import { database, desk, say, useDesk } from '../../support/chat-bench.ts';
import { type ChatDesk, NOW, customer, failingAt, held, inbound } from '../../support/chat-desk.ts';
import { theThread, threadsIn, work } from '../../support/threads.ts';

useDesk();

const left = { type: 'event', event: 'person_left', name: 'kf_close_session', key: 'x@gh' } as const;

/** How often staff of this process were told that a customer waits. */
const heardBy = ({ logged }: Pick<ChatDesk, 'logged'>): number =>
  logged.filter(({ message }) => message.includes('asks for a person and was promised')).length;

describe('a crash in the middle of 人工', () => {
  const threadsOf = async (openid: string) =>
    (await threadsIn(desk.deps.store)).filter(({ customer }) => customer.openid === openid);
  const workerFirst = async () => {
    const page = await desk.deps.store.scan(sessions, 'due', { facet: '', limit: 10 });
    for (const { id } of page.items) await finishPendingTurns(desk.deps, id);
  };

  describe.each(['before', 'after'] as const)('%s any store operation took effect', (when) => {
    it.each([
      ['then redelivered', () => Promise.resolve()],
      ['then the worker comes first', workerFirst],
    ])('%s: one thread, one line, and the hand-over for whoever delivers it', async (_what, recover) => {
      let at = 0;
      for (; ; at += 1) {
        const openid = `o${when}${String(at)}`;
        const { wrap, arm, reached } = failingAt(at, when);
        const dying = await database.startDesk({}, wrap);
        arm();
        const message = inbound('人工', openid);
        await handleMessage(dying.deps, message).catch(() => null);
        if (!reached()) break;
        await recover();
        expect(await handleMessage(desk.deps, message)).toEqual({ type: 'handover' });
        expect(await threadsOf(openid)).toMatchObject([{ state: 'open', promise: { kind: 'first' } }]);
        const { lines, session } = await held(desk.deps, openid);
        expect(lines).toMatchObject([{ id: message.key, reply: { type: 'handover' } }]);
        expect(session).toMatchObject({ pending: [], nextActionAt: null });
      }
      expect(at).toBeGreaterThan(6);
    });
  });

  it('while the promise is being sent: it goes out, staff hear of it, and the thread is not left behind', async () => {
    for (const when of ['before', 'after'] as const)
      for (let at = 0; ; at += 1) {
        const openid = `oPromise${when}${String(at)}`;
        await handleMessage(desk.deps, inbound('人工', openid));
        const before = heardBy(desk);
        const { wrap, arm, reached } = failingAt(at, when);
        const dying = await database.startDesk({}, wrap);
        arm();
        await work(dying).catch(() => null);
        if (!reached()) break;
        desk.clock.advance(61_000);
        await work(desk);
        const [thread] = await threadsOf(openid);
        expect(thread).toMatchObject({ promise: { state: 'sent' }, lease: null });
        const told = [...dying.sent, ...desk.sent].filter((each) => each.openid === openid);
        // A customer message has no key of its own: one whose outcome was lost is sent once more, never dropped.
        expect([1, 2]).toContain(told.length);
        expect([1, 2]).toContain(heardBy(dying) + heardBy(desk) - before);
      }
  });
});

describe('requests that meet', () => {
  it('人工 twice at the same moment, at two processes: one thread that knows of both', async () => {
    const other = await database.startDesk();
    const replies = await Promise.all([say('人工'), say('人工', other)]);
    expect(replies).toEqual([{ type: 'handover' }, { type: 'handover' }]);
    expect((await theThread(desk.deps.store)).requests).toHaveLength(2);
  });

  it('人工 asked while an earlier application cannot be opened: its own thread all the same', async () => {
    const broken = await database.startDesk({}, (store) => ({
      ...store,
      insert: (...all) =>
        all[0].name === 'cases' ? Promise.reject(new Error('the disk is full')) : store.insert(...all),
    }));
    for (const text of ['退款', '1', '8', '不再需要了', '跳过']) await say(text);
    await expect(say('确认', broken)).rejects.toThrow('the disk is full');
    expect(await say('人工', broken)).toEqual({ type: 'handover' });
    expect(await threadsIn(desk.deps.store)).toHaveLength(1);
    expect((await held(desk.deps)).session?.pending).toMatchObject([
      { command: { type: 'submit_application' } },
    ]);
  });

  it('the end of a talk, and nobody has asked for a person: nothing happens', async () => {
    expect(await handleMessage(desk.deps, inbound(left))).toEqual({ type: 'none' });
    expect(await threadsIn(desk.deps.store)).toEqual([]);
    expect((await held(desk.deps)).lines).toMatchObject([{ type: 'event', text: 'kf_close_session x@gh' }]);
  });

  it('the end of a talk carried out late, after the customer has asked anew: what they ask now stands', async () => {
    await say('人工');
    const { askedAt } = await theThread(desk.deps.store);
    await endTalk(desk.deps, customer(), { type: 'end_talk', endedAt: askedAt - 1 });
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'open' });
    await endTalk(desk.deps, customer(), { type: 'end_talk', endedAt: askedAt });
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'closed' });
  });

  it('a request carried out again, after it was answered and ended: it is not opened anew', async () => {
    const command = {
      type: 'request_person',
      language: 'zh',
      askedAt: NOW,
      asks: true,
      duringForm: false,
    } as const;
    await requestPerson(desk.deps, customer(), 'key-1', command);
    await endTalk(desk.deps, customer(), { type: 'end_talk', endedAt: NOW });
    await requestPerson(desk.deps, customer(), 'key-1', command);
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'closed' });
  });
});
