import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/time.ts';
import { changeExisting } from '../../../src/usecases/change.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { incidents } from '../../../src/usecases/documents/incidents.ts';
import { WorkMemory, workDue } from '../../../src/usecases/work-due.ts';
import { NOW, approve } from '../../support/case.ts';
import { shopAt } from '../../support/shop.ts';
import {
  alarms,
  all,
  anotherCase,
  api,
  caseNo,
  command,
  deps,
  lines,
  receiver,
  stored,
  useShop,
  work,
} from '../../support/shop-bench.ts';

useShop();

describe('the shop', () => {
  it('of an application and a decision: hears each in its order, under its number and line, once', async () => {
    await command({ type: 'claim' });
    await command(approve());
    await work();
    await work();
    expect(receiver.heard.map(({ id, type }) => [id, type])).toEqual([
      [`${caseNo}-1`, 'refund.applied'],
      [`${caseNo}-3`, 'refund.approved'],
      [`${caseNo}-4`, 'refund.payout_planned'],
      [`${caseNo}-5`, 'refund.payout_reserved'],
    ]);
    expect((await stored()).shop).toEqual({ told: 5, failures: 0, nextAt: null });
  });

  it('of an approval: hears what it came to, and nothing that was written to colleagues or by whom', async () => {
    await command(approve());
    await work();
    expect(receiver.heard[1]?.body).toEqual({
      id: `${caseNo}-2`,
      type: 'refund.approved',
      line: 2,
      at: '2026-03-02T10:00:00.000+08:00',
      case: {
        caseNo,
        status: 'refunding',
        verified: true,
        outTradeNo: 'ORDER-1',
        transactionId: '4200000000202602270000000001',
        reason: 'unused_within_14_days',
        approvedFen: 19_800,
        refundedFen: 0,
      },
      actor: 'staff',
      data: { amountFen: 19_800, needsSecond: false },
    });
    const said = JSON.stringify(receiver.heard);
    for (const ours of ['核实无误', '小王', '没有用过', 'oCustomer']) expect(said).not.toContain(ours);
  });

  it('of a refusal: hears by which clauses and until when it can be appealed, not what the customer was written', async () => {
    const message = '很抱歉，已使用过的不退。';
    await command({ type: 'reject', clauses: ['3.1'], note: '已用过半', message });
    await work();
    expect(receiver.heard.at(-1)?.body).toMatchObject({
      type: 'refund.rejected',
      data: { clauses: ['3.1'], appealBy: expect.stringMatching(/^2026-04-\d\dT23:59:59\.999\+08:00$/) },
    });
    expect(JSON.stringify(receiver.heard)).not.toMatch(/已使用过的不退|已用过半/);
  });

  it('of a case that is closed: hears the rest of it all the same', async () => {
    await changeExisting(api.store, cases, caseNo, (kase): Case => ({ ...kase, status: 'withdrawn' }));
    await work();
    expect(lines(receiver.taken)).toEqual([1]);
  });

  it('of a case from before it had a webhook: hears nothing', async () => {
    await changeExisting(api.store, cases, caseNo, (kase) => ({ ...kase, shop: null }));
    await command(approve());
    await work();
    expect(receiver.heard).toEqual([]);
  });
});

describe('a receiver', () => {
  it.each([
    ['answers 500', { status: 500 }],
    ['answers 410', { status: 410 }],
    ['sends us elsewhere', { status: 302, location: 'http://127.0.0.1:1/' }],
  ])('that %s for a day: misses nothing, and has it all in order afterwards', async (_what, answer) => {
    receiver.answer(() => answer);
    await work();
    await command(approve());
    for (let hours = 1; hours <= 24; hours += 1) {
      api.clock.set(NOW + hours * HOUR_MS);
      await work();
    }
    expect(new Set(lines(receiver.heard))).toEqual(new Set([1]));
    receiver.answer(() => ({ status: 200 }));
    api.clock.set(NOW + 31 * HOUR_MS);
    await work();
    expect(receiver.taken.map(({ id }) => id)).toEqual((await all()).map(({ id }) => id));
    expect((await stored()).shop).toMatchObject({ failures: 0, nextAt: null });
  });

  it('that is down: is tried after a minute, then less often, at least every six hours', async () => {
    receiver.answer(() => ({ status: 503 }));
    const waits: number[] = [];
    for (let tries = 0; tries < 10; tries += 1) {
      await work();
      const nextAt = (await stored()).shop?.nextAt ?? 0;
      waits.push((nextAt - api.clock.now()) / MINUTE_MS);
      api.clock.set(nextAt - 1);
      await work();
      expect(receiver.heard).toHaveLength(tries + 1);
      api.clock.set(nextAt);
    }
    expect(waits).toEqual([1, 5, 15, 30, 60, 120, 180, 360, 360, 360]);
  });

  it.each([
    [503, [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]],
    [410, [1, 1, 1, 1, 1, 1, 1, 2, 2, 2]],
  ])(
    'that answers %i: staff are alarmed and have an incident, once it has gone on for long or at once where it is gone',
    async (status, expected) => {
      receiver.answer(() => ({ status }));
      const counts: number[] = [];
      for (let tries = 0; tries < 10; tries += 1) {
        await work();
        counts.push(alarms().length);
        api.clock.set((await stored()).shop?.nextAt ?? 0);
      }
      expect(counts).toEqual(expected);
      expect(alarms()[0]).toMatchObject({ msg: expect.stringContaining('SHOP_WEBHOOK_URL') });
      const incident = await api.store.get(incidents, 'shop_not_told');
      expect(incident?.doc).toMatchObject({ state: 'open', count: expected.at(-1) });
    },
  );

  it('that takes its time: money and notices do not wait for it, nor does it hear anything out of order', async () => {
    let takeIt = (): void => undefined;
    const patience = new Promise<void>((resolve) => {
      takeIt = resolve;
    });
    receiver.answer(async () => {
      await patience;
      return { status: 200 };
    });
    const telling = work({ ...deps, shop: shopAt(receiver.url, api.clock, { timeoutMs: 15_000 }) });
    await receiver.until(1);
    await command(approve());
    await anotherCase();
    await workDue(deps, new WorkMemory());
    expect((await stored()).attempts.at(-1)?.state).toBe('paused');
    expect(lines(receiver.heard)).toEqual([1]);
    takeIt();
    await telling;
    await work();
    const taken = receiver.taken.filter(({ id }) => id.startsWith(caseNo));
    expect(lines(taken)).toEqual(lines(await all()));
  });

  it('that does not answer: is told nothing later before it has taken this', async () => {
    receiver.answer(() => 'hang');
    await command(approve());
    await work({ ...deps, shop: shopAt(receiver.url, api.clock, { timeoutMs: 200 }) });
    expect(lines(receiver.heard)).toEqual([1]);
    receiver.answer(() => ({ status: 204 }));
    api.clock.set((await stored()).shop?.nextAt ?? 0);
    await work();
    expect(lines(receiver.taken)).toEqual(lines(await all()));
  });

  it('that is down while another case is new: hears of that one', async () => {
    const other = await anotherCase();
    receiver.answer(({ id }) => ({ status: id.startsWith(caseNo) ? 500 : 200 }));
    await work();
    expect(receiver.taken.map(({ id }) => id)).toEqual([`${other}-1`]);
  });

  it('that is slow: several workers at once tell it each thing once and in order', async () => {
    await command(approve());
    await Promise.all([
      work(),
      work({ ...deps, instanceId: 'other' }),
      work({ ...deps, instanceId: 'third' }),
    ]);
    await work();
    expect(lines(receiver.heard)).toEqual([1, 2, 3, 4]);
  });
});
