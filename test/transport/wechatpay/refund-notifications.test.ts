import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/store.ts';
import { wechatpayRoutes } from '../../../src/transport/wechatpay/routes.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { incidents } from '../../../src/usecases/documents/incidents.ts';
import { receiveRefundNotification } from '../../../src/usecases/receive-refund-notification.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import {
  type CapturedLog,
  Cleanup,
  type Client,
  capturedLog,
  serve,
  temporaryStore,
} from '../../support/http-app.ts';
import { noAlerts } from '../../support/no-alerts.ts';
import { CASE_NO, notificationBody, refundingCase } from '../../support/wechatpay-notice.ts';
import { type Bench, startBench } from '../../support/wechatpay.ts';
import { signedHeaders } from '../../support/wechatpay-wire.ts';

const HOUR_MS = 3_600_000;
const cleanup = new Cleanup();
let bench: Bench;
let store: Store;
let client: Client;
let log: CapturedLog;
let woken: number;
/** Stands before the store: what happens between a read and the write that follows it. */
let beforeReplace: () => Promise<void>;

beforeEach(async () => {
  bench = await startBench();
  cleanup.add(() => bench.server.close());
  store = await temporaryStore(cleanup, [cases, incidents]);
  log = capturedLog();
  woken = 0;
  beforeReplace = () => Promise.resolve();
  const watched: Store = {
    ...store,
    replace: async (collection, at, doc) => {
      await beforeReplace();
      return store.replace(collection, at, doc);
    },
  };
  const deps = {
    store: watched,
    clock: bench.clock,
    log: log.log,
    wechatPay: bench.pay,
    alerting: noAlerts,
    wake: () => {
      woken += 1;
    },
  };
  const routes = wechatpayRoutes({
    receiveRefundNotification: (headers, rawBody) => receiveRefundNotification(deps, headers, rawBody),
  });
  client = await serve(cleanup, [routes], { log: log.log, now: bench.clock.now });
});
afterEach(() => cleanup.run());

const has = async (kase: Case): Promise<void> => {
  expect(await store.insert(cases, kase.caseNo, kase)).toMatchObject({ ok: true });
};
const stored = async () => {
  const found = await store.get(cases, CASE_NO);
  if (!found) throw new Error('the case is gone');
  return found;
};
/** The incidents that are open, by what they are and about. */
const incidentIds = async (): Promise<string[]> => {
  const page = await store.scan(incidents, 'list', { facet: 'open', limit: 10 });
  return page.items.map(({ id }) => id);
};
const send = (body: string, headers: Record<string, string> = signedHeaders(bench.signer, body)) =>
  client('/wechatpay/refund-notifications', { method: 'POST', raw: body, headers });
const waiting = (): Case => refundingCase({ nextAt: bench.clock.now() + HOUR_MS });

describe('POST /wechatpay/refund-notifications', () => {
  it('genuine, answers an empty 204 once the case asks WeChat Pay now; no state of money moved', async () => {
    const before = waiting();
    await has(before);
    const answer = await send(notificationBody());
    expect([answer.status, answer.text]).toEqual([204, '']);
    const { doc } = await stored();
    expect(doc.attempts[0]).toEqual({ ...before.attempts[0], nextAt: bench.clock.now() });
    expect(doc.nextActionAt).toBeLessThanOrEqual(bench.clock.now());
    expect([doc.status, doc.version, doc.timeline]).toEqual([before.status, before.version, before.timeline]);
    expect(woken).toBe(1);
  });

  it('sent twice within 5 minutes, answers 204 twice and writes once; after that, 401', async () => {
    await has(waiting());
    const body = notificationBody();
    const headers = signedHeaders(bench.signer, body);
    expect((await send(body, headers)).status).toBe(204);
    const once = await stored();
    bench.clock.set(bench.clock.now() + 240_000);
    expect((await send(body, headers)).status).toBe(204);
    bench.clock.set(bench.clock.now() + 61_000);
    expect((await send(body, headers)).status).toBe(401);
    expect(await stored()).toEqual(once);
  });

  it('several at the same moment, all answer 204 and none is lost', async () => {
    await has(waiting());
    const body = notificationBody();
    const headers = signedHeaders(bench.signer, body);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(body, headers)));
    expect(answers.map((each) => each.status)).toEqual(Array(8).fill(204));
    expect((await stored()).doc.attempts[0]?.nextAt).toBe(bench.clock.now());
  });

  it('while the worker writes the case, keeps what the worker wrote', async () => {
    await has(waiting());
    beforeReplace = async () => {
      beforeReplace = () => Promise.resolve();
      const { id, revision, doc } = await stored();
      await store.replace(cases, { id, revision }, { ...doc, commands: [{ id: 'c-1', outcome: 'ok' }] });
    };
    expect((await send(notificationBody())).status).toBe(204);
    const { doc } = await stored();
    expect(doc.commands).toEqual([{ id: 'c-1', outcome: 'ok' }]);
    expect(doc.attempts[0]?.nextAt).toBe(bench.clock.now());
  });

  it('for a payout that is settled already, answers 204 and writes nothing', async () => {
    await has(refundingCase({ state: 'SUCCESS', nextAt: null }));
    const before = await stored();
    expect((await send(notificationBody())).status).toBe(204);
    expect(await stored()).toEqual(before);
    expect(log.text()).not.toContain('"level":50');
  });

  it.each([
    ['SUCCESS after a verified CLOSED', { state: 'CLOSED', nextAt: null } as const],
    ['SUCCESS of a number never sent', { state: 'reserved', sentAt: null } as const],
  ])(
    '%s, answers 204, changes nothing of the case, alerts and opens one incident, however often',
    async (_what, attempt) => {
      await has(refundingCase(attempt));
      const before = await stored();
      expect((await send(notificationBody())).status).toBe(204);
      expect(await stored()).toEqual(before);
      expect(log.lines()).toContainEqual(expect.objectContaining({ level: 50, refundStatus: 'SUCCESS' }));
      expect((await send(notificationBody())).status).toBe(204);
      expect(await incidentIds()).toEqual([`late_refund_result:${CASE_NO}-1`]);
    },
  );

  it.each([
    ['amount', { amount: { total: 19_800, refund: 1 } }],
    ['total', { amount: { total: 1, refund: 19_800 } }],
    ['order', { transaction_id: '4200000000000000000000000000' }],
  ])(
    'genuine but with another %s, answers 204, is quarantined, alerts and opens an incident',
    async (_what, changes) => {
      await has(waiting());
      const before = await stored();
      expect((await send(notificationBody(changes))).status).toBe(204);
      expect(await stored()).toEqual(before);
      expect(log.lines()).toContainEqual(
        expect.objectContaining({ level: 50, msg: expect.stringContaining('quarantined') }),
      );
      expect(await incidentIds()).toEqual([`notification_quarantined:${CASE_NO}-1`]);
    },
  );

  it.each([
    ['a case we do not have', 'RF20260302ZZZZZZ-1'],
    ['an attempt the case does not have', `${CASE_NO}-2`],
    ['a number of another system', 'SHOP-R-1'],
  ])('about %s, answers 204 and warns', async (_what, out_refund_no) => {
    await has(waiting());
    const before = await stored();
    expect((await send(notificationBody({ out_refund_no }))).status).toBe(204);
    expect(await stored()).toEqual(before);
    expect(log.lines()).toContainEqual(expect.objectContaining({ level: 40, outRefundNo: out_refund_no }));
  });

  const refused: [string, number, () => [string, Record<string, string>]][] = [
    ['a forged signature', 401, () => [notificationBody(), signedHeaders(bench.signer, 'another body')]],
    [
      'a signature test',
      401,
      () => {
        const body = notificationBody();
        const signature = { 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/abc' };
        return [body, { ...signedHeaders(bench.signer, body), ...signature }];
      },
    ],
    [
      'a clock 301 s behind',
      401,
      () => [notificationBody(), signedHeaders(bench.signer, notificationBody(), { offsetSeconds: -301 })],
    ],
    ['a v2 body in XML and no signature', 400, () => ['<xml><a>1</a></xml>', { 'Content-Type': 'text/xml' }]],
    ['an empty body', 400, () => ['', {}]],
    [
      'the number of another merchant',
      400,
      () => {
        const body = notificationBody({ mchid: '1900000999' });
        return [body, signedHeaders(bench.signer, body)];
      },
    ],
    ['64 kB and a byte', 413, () => ['x'.repeat(65_537), {}]],
    ['8 MB', 413, () => ['x'.repeat(8_000_000), {}]],
  ];
  it.each(refused)('with %s, answers %i FAIL and changes nothing', async (_what, status, make) => {
    await has(waiting());
    const before = await stored();
    const answer = await send(...make());
    expect(answer.status).toBe(status);
    expect(answer.at('code')).toBe('FAIL');
    expect(answer.at('message')).toEqual(expect.any(String));
    expect(await stored()).toEqual(before);
    expect(woken).toBe(0);
  });

  it('genuine but for another merchant, opens an incident; what is not genuine opens none', async () => {
    const body = notificationBody({ mchid: '1900000999' });
    await send(body, signedHeaders(bench.signer, 'another body'));
    expect(await incidentIds()).toEqual([]);
    await send(body);
    expect(await incidentIds()).toEqual(['notification_quarantined']);
  });

  it('when it cannot be stored, answers 500 FAIL so that it is sent again', async () => {
    await has(waiting());
    beforeReplace = () => Promise.reject(new Error('disk full'));
    const answer = await send(notificationBody());
    expect([answer.status, answer.at('code')]).toEqual([500, 'FAIL']);
    expect(answer.text).not.toContain('disk full');
    expect(log.text()).toContain('disk full');
    expect(woken).toBe(0);
  });
});
