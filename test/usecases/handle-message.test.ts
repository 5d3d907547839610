import { describe, expect, it } from '@jest/globals';
import type { Reply } from '../../src/conversation/types.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import { database, desk, say, useDesk } from '../support/chat-bench.ts';
import { NOW, held, inbound } from '../support/chat-desk.ts';

useDesk();

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
    expect(session).toMatchObject({ pending: [], nextActionAt: null });
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
