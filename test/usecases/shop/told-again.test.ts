import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '../../../src/domain/case/events.ts';
import { evolveAll } from '../../../src/domain/case/evolve.ts';
import { DAY_MS } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/store.ts';
import { changeExisting } from '../../../src/usecases/change.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { replayCase } from '../../../src/usecases/shop/replay.ts';
import { tellShop } from '../../../src/usecases/shop/tell-shop.ts';
import { NOW, approve } from '../../support/case.ts';
import {
  alarms,
  all,
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

describe('a server that dies after sending and before writing that down', () => {
  it('sends it again under the same id when another has taken over, and goes on from there', async () => {
    await command(approve());
    let claimed = false;
    const dying: Store = {
      ...api.store,
      replace: (...all) => {
        if (claimed) return Promise.reject(new Error('gone'));
        claimed = true;
        return api.store.replace(...all);
      },
    };
    await expect(tellShop({ ...deps, store: dying }, caseNo)).rejects.toThrow('gone');
    await work();
    expect(lines(receiver.heard)).toEqual([1]);
    api.clock.set(NOW + deps.limits.leaseMs);
    await work();
    expect(receiver.heard.map(({ id }) => id)).toEqual(
      [1, 1, 2, 3, 4].map((line) => `${caseNo}-${String(line)}`),
    );
    const [first, again] = receiver.heard;
    expect(again?.timestamp).toBeGreaterThan(first?.timestamp ?? 0);
    expect(again?.body['data']).toEqual(first?.body['data']);
  });
});

describe('a webhook that is taken away', () => {
  it('rests without an alarm, and when there is one again hears everything since, in order', async () => {
    await work();
    const off = { ...deps, shop: null };
    await command(approve(), off);
    await work(off);
    expect((await stored()).shop).toEqual({ told: 1, failures: 0, nextAt: NOW + DAY_MS });
    await command({ type: 'reply', text: '已在处理' });
    api.clock.set(NOW + DAY_MS);
    await work();
    expect(lines(receiver.taken)).toEqual(lines(await all()));
    expect(alarms()).toEqual([]);
  });

  it('while a refund ended well: the shop hears of it all the same, though no news follows', async () => {
    await command(approve());
    await work();
    const off = { ...deps, shop: null };
    const outRefundNo = `${caseNo}-1`;
    const paid: CaseEvent = {
      type: 'PayoutSucceeded',
      outRefundNo,
      refundId: '5030',
      amountFen: 19_800,
      successTime: NOW,
      userReceivedAccount: null,
    };
    await changeExisting(api.store, cases, caseNo, (kase) =>
      evolveAll(kase, [{ type: 'PayoutSent', outRefundNo }, paid], NOW, { kind: 'wechatpay' }),
    );
    for (let days = 0; days < 5; days += 1) {
      api.clock.set(NOW + days * DAY_MS);
      await work(off);
    }
    expect(receiver.taken.map(({ type }) => type)).not.toContain('refund.succeeded');
    api.clock.set(NOW + 5 * DAY_MS);
    await work();
    expect(receiver.taken.at(-1)?.type).toBe('refund.succeeded');
    expect((await stored()).shop).toMatchObject({ told: (await stored()).timeline.length, nextAt: null });
  });
});

describe('a replay', () => {
  it('while something is being sent: everything is told again, and in order', async () => {
    await command(approve());
    await work();
    await replayCase(deps, caseNo, 3);
    let replayed = false;
    receiver.answer(async ({ line }) => {
      if (line === 3 && !replayed) {
        replayed = true;
        await replayCase(deps, caseNo, 1);
      }
      return { status: 204 };
    });
    await work();
    await work();
    const after = lines(receiver.taken).slice(4);
    expect(after[0]).toBe(3);
    expect(after.slice(after.indexOf(1))).toEqual([1, 2, 3, 4]);
  });
});
