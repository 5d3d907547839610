import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { isFinal } from '../../src/domain/case/status.ts';
import { DAY_MS, isoChina } from '../../src/domain/time.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { type Outside, startOutside } from '../support/outside.ts';
import { type ServerProcess, eventually } from '../support/server-process.ts';

const KILLS = 6;
const CUSTOMERS = 4;
/** At the least, however slow the machine. */
const STORIES_EACH = 2;
const APPLICATION = ['退款', '1', '2', '没有用过', '跳过', '确认'];

let outside: Outside;
let server: ServerProcess;
beforeAll(async () => {
  outside = await startOutside();
  server = await outside.startServer();
  outside.simulators.setTarget(server.url);
}, 60_000);
afterAll(async () => {
  await server.end('SIGTERM');
  await outside.close();
});

/** The same numbers at every run (mulberry32). */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Goes on through dead servers: what got no answer is asked again of the next one. */
const persistently = async <T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> =>
  (await eventually(
    () => ask().catch(() => null),
    (answer) => answer !== null && satisfies(answer),
  )) as T;

interface Told {
  readonly outTradeNo: string;
  readonly openid: string;
}

const casesOf = async ({ openid }: Told): Promise<readonly Case[]> => {
  const facet = `${outside.simulators.credentials.appid}:${openid}`;
  return (await outside.store.scan(cases, 'customer', { facet, limit: 100 })).items.map(({ doc }) => doc);
};

/** One customer buys, applies and is refunded. A person looks at the screen: an answer that never came is asked for. */
const story = async (customer: number, nth: number): Promise<Told> => {
  const { simulators } = outside;
  const { appid, ordersApiToken } = simulators.credentials;
  const serial = `${String(customer).padStart(2, '0')}${String(nth).padStart(3, '0')}`;
  const told: Told = {
    outTradeNo: `KILLED-${serial}`,
    openid: `oKilled0000000000000000${serial}`,
  };
  const phone = simulators.addPhone(told.openid, serial);
  const order = {
    transactionId: `42000000002026112400000${serial}`,
    openid: told.openid,
    description: '年度会员',
    amountFen: 19_800,
    promotional: false,
    terminatedForViolation: false,
    usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
  };
  const paidAt = Math.floor((Date.now() - DAY_MS) / 1000) * 1000;
  simulators.pay.addOrder({ ...order, outTradeNo: told.outTradeNo, about: '', paidAt });
  await persistently(
    () =>
      fetch(`${server.url}/api/orders/${told.outTradeNo}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${ordersApiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...order, appid, paidAt: isoChina(paidAt) }),
      }),
    ({ status }) => status === 200 || status === 201,
  );
  while ((await casesOf(told)).length === 0) {
    await phone.say('取消');
    for (const line of APPLICATION) await phone.say(line);
  }
  const { caseNo } = (await casesOf(told))[0] ?? { caseNo: '' };
  const approved = await persistently(
    () => outside.staff(server.url, `/${caseNo}/approve`, { amountFen: 19_800, note: 'n' }),
    ({ status }) => status < 500,
  );
  // 409: the approval before was carried out, and its answer lost.
  expect([200, 409]).toContain(approved.status);
  return told;
};

it('servers are killed at any moment, time and again: every case ends refunded, paid once, told, and nothing is left to do', async () => {
  const random = seeded(20_261_124);
  let killing = true;
  const customers = Promise.all(
    Array.from({ length: CUSTOMERS }, async (_, customer) => {
      const all: Told[] = [];
      for (let nth = 0; killing || nth < STORIES_EACH; nth += 1) all.push(await story(customer, nth));
      return all;
    }),
  );
  for (let kills = 0; kills < KILLS; kills += 1) {
    await pause(200 + random() * 1_500);
    await server.end('SIGKILL');
    server = await outside.startServer();
    outside.simulators.setTarget(server.url);
  }
  killing = false;
  const told = (await customers).flat();
  expect(told.length).toBeGreaterThanOrEqual(CUSTOMERS * STORIES_EACH);
  for (const each of told) {
    const [kase, ...others] = await eventually(
      () => casesOf(each),
      (found) =>
        found.every(
          ({ status, outbox }) => isFinal(status) && outbox.every(({ state }) => state !== 'pending'),
        ),
    );
    expect(others).toEqual([]);
    expect(kase?.status).toBe('refunded');
    expect(kase?.nextActionAt).toBeNull();
    const refunds = outside.simulators.pay
      .refunds()
      .filter(({ outTradeNo }) => outTradeNo === each.outTradeNo);
    expect(refunds.map(({ status }) => status)).toEqual(['SUCCESS']);
    const said = outside.simulators.phone(each.openid).screen().messages;
    const paid = said.filter(({ from, text }) => from === 'template' && text.includes('到账')).length;
    expect(paid === 1 || paid === 2).toBe(true);
  }
}, 180_000);
