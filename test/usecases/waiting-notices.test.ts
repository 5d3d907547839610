import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { change } from '../../src/usecases/change.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import { type ChatDesk, chatDatabase, formAnswers, held, inbound, putOrder } from '../support/chat-desk.ts';

describe('a notice that found every way to the customer shut', () => {
  let database: ReturnType<typeof chatDatabase>;
  let desk: ChatDesk;
  beforeEach(async () => {
    database = chatDatabase();
    desk = await database.startDesk();
    await putOrder(desk.deps.store);
    for (const said of [...formAnswers, '确认']) await handleMessage(desk.deps, inbound(said));
    // Nobody worked until the 48 hours after the last message were over; then it was tried until hourly.
    desk.clock.advance(3 * DAY_MS);
    for (let tries = 0; tries < 8; tries += 1) {
      await work();
      desk.clock.advance(HOUR_MS);
    }
    await work();
    expect(desk.sent).toEqual([]);
    desk.clock.advance(HOUR_MS / 4);
  });
  afterEach(() => database.remove());

  const work = async (at = desk): Promise<void> => {
    const memory = new WorkMemory();
    while ((await workDue(at.deps, memory)) > 0);
  };
  const outbox = async () => (await held(desk.deps)).cases.flatMap((kase) => kase.outbox);

  it('when the customer writes again, then it goes out at once, and once', async () => {
    const wakes = desk.wakes();
    await handleMessage(desk.deps, inbound('进度'));
    expect(desk.wakes()).toBeGreaterThan(wakes);
    await work();
    expect(desk.sent).toMatchObject([{ text: expect.stringContaining('我们已收到您的退款申请') }]);
    expect(await outbox()).toMatchObject([{ state: 'sent', nextAt: null }]);

    await handleMessage(desk.deps, inbound('进度'));
    await work();
    expect(desk.sent).toHaveLength(1);
    expect((await held(desk.deps)).session).toMatchObject({ noticesWaiting: [], nextActionAt: null });
  });

  it('when the customer taps the menu, then it goes out within the minute that opens', async () => {
    await handleMessage(desk.deps, inbound({ type: 'event', event: 'click', name: 'CLICK', key: '进度' }));
    await work();
    expect(desk.sent).toHaveLength(1);
  });

  it('when the customer leaves, then nothing is tried before its time', async () => {
    const before = await outbox();
    const left = { type: 'event', event: 'unsubscribe', name: 'unsubscribe', key: '' } as const;
    await handleMessage(desk.deps, inbound(left));
    await work();
    expect(await outbox()).toEqual(before);
  });

  it('when the process dies right after the answer, then another one sends it', async () => {
    await handleMessage(desk.deps, inbound('进度'));
    const other = await database.startDesk();
    other.clock.advance(desk.clock.now() - other.clock.now());
    await work(other);
    expect(other.sent).toHaveLength(1);
  });

  it('when the message sends another application, then it goes out too', async () => {
    await putOrder(desk.deps.store, 'SHOP-2');
    for (const said of formAnswers) await handleMessage(desk.deps, inbound(said));
    await handleMessage(desk.deps, inbound('确认'));
    await work();
    expect(desk.sent.length).toBeGreaterThan(0);
    expect((await outbox()).map(({ state }) => state)).not.toContain('pending');
  });

  it('when the customer writes while a worker that found the window shut has not said so yet, then it goes out after that', async () => {
    const rewrite = async (nextAt: number, lease: Case['lease']) => {
      const [kase] = (await held(desk.deps)).cases;
      await change(desk.deps.store, cases, kase?.caseNo ?? '', (doc) => {
        const outbox = doc.outbox.map((notice) => ({ ...notice, nextAt }));
        return { ...doc, outbox, nextActionAt: nextAt, lease };
      });
    };
    const now = desk.clock.now();
    await rewrite(now, { holder: 'another', until: now + 60_000 });
    await handleMessage(desk.deps, inbound('进度'));
    await work();
    expect(desk.sent).toEqual([]);

    await rewrite(now + HOUR_MS, null);
    await work();
    expect(desk.sent).toHaveLength(1);
  });
});
