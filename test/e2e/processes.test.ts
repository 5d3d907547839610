import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cases } from '../../src/usecases/documents/cases.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { type Outside, startOutside } from '../support/outside.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { type ServerProcess, eventually, startServerProcess } from '../support/server-process.ts';
import { nextMsgId, textMessage, wechatWire } from '../support/wechat-wire.ts';

let outside: Outside;
let wechat: Relay;
let servers: ServerProcess[];
beforeAll(async () => {
  outside = await startOutside();
  wechat = await startRelay(outside.simulators.url);
  const environment = { ...outside.environment, WECHAT_API_BASE: wechat.url };
  servers = await Promise.all([startServerProcess(environment), startServerProcess(environment)]);
}, 60_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.end('SIGTERM')));
  await wechat.close();
  await outside.close();
});

const APPLICATION = ['退款', '1', '2', '没有用过', '跳过', '确认'];

describe('two server processes on one database', () => {
  it('ten customers at once, every message delivered three times at once: one case each, identical answers, told with one access token between them', async () => {
    const { simulators } = outside;
    const { appid, token, encodingAesKey, ordersApiToken } = simulators.credentials;
    const wire = wechatWire({ appid, token, aesKey: encodingAesKey });
    const openids = Array.from(
      { length: 10 },
      (_, i) => `oParallelCustomer0000000000${String(i).padStart(2, '0')}`,
    );
    const urls = servers.map((server) => `${server.url}/wechat`);
    await Promise.all(
      openids.map(async (openid, i) => {
        simulators.addPhone(openid, `客户${String(i)}`);
        const response = await fetch(`${servers[0]?.url ?? ''}/api/orders/PARALLEL-${String(i)}`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${ordersApiToken}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            transactionId: `42000000002026112300000000${String(i).padStart(2, '0')}`,
            appid,
            openid,
            description: '年度会员',
            amountFen: 19_800,
            paidAt: new Date(Date.now() - 86_400_000).toISOString(),
            usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
          }),
        });
        expect(response.status).toBe(201);
      }),
    );

    const deliver = async (openid: string, text: string): Promise<void> => {
      const message = textMessage(openid, text, { MsgId: nextMsgId() });
      const answers = await Promise.all([0, 1, 0].map((which) => wire.post(urls[which] ?? '', message)));
      const contents = answers.map((answer) => answer.fields['Content']);
      expect(contents[0]).toBeTruthy();
      expect(new Set(contents).size).toBe(1);
    };
    await Promise.all(
      openids.map(async (openid) => {
        for (const text of APPLICATION) await deliver(openid, text);
      }),
    );

    for (const openid of openids) {
      const facet = `${appid}:${openid}`;
      const opened = await eventually(
        () => outside.store.scan(cases, 'customer', { facet, limit: 10 }),
        ({ items }) => items.every(({ doc }) => doc.outbox.every(({ state }) => state === 'sent')),
      );
      expect(opened.items).toHaveLength(1);
      const transcript = await outside.store.scan(messages, 'customer', { facet, limit: 50 });
      const received = transcript.items.filter(({ doc }) => doc.direction === 'in');
      expect(received.map(({ doc }) => doc.text)).toEqual(APPLICATION);
    }
    expect(wechat.timesAsked('/cgi-bin/message/template/send')).toBeGreaterThanOrEqual(openids.length);
    expect(wechat.timesAsked('/cgi-bin/stable_token')).toBe(1);
  }, 60_000);
});

describe('a server that is killed between approval and refund', () => {
  it.each([
    ['before WeChat Pay heard of it', { on: 'query_transaction', effect: 'hang', accepted: false } as const],
    [
      'after WeChat Pay accepted, before the answer came',
      { on: 'refund', effect: 'hang', accepted: true } as const,
    ],
  ])(
    '%s: started again, refunds once and tells the customer',
    async (_when, fault) => {
      const { simulators } = outside;
      const doomed = await outside.startServer();
      simulators.setTarget(doomed.url);
      await simulators.seed();
      const phone = simulators.phones().find((each) => {
        const { wallet } = each.screen();
        return (
          wallet.some((entry) => entry.kind === 'payment') && !wallet.some((entry) => entry.kind === 'refund')
        );
      });
      if (!phone) throw new Error('no phone with a payment');
      for (const text of APPLICATION) await phone.say(text);
      const caseNo =
        /RF\d{8}\w{6}/.exec(
          phone
            .screen()
            .messages.map((each) => each.text)
            .join(' '),
        )?.[0] ?? '';
      const shown = await outside.staff(doomed.url, `/${caseNo}`);
      const { refundableFen } = shown.body['order'] as { refundableFen: number };

      await Promise.all(servers.map((server) => server.end('SIGTERM')));
      simulators.faults.add({ ...fault, times: 1 });
      const approved = await outside.staff(doomed.url, `/${caseNo}/approve`, {
        amountFen: refundableFen,
        note: 'n',
      });
      expect(approved.status).toBe(200);
      await eventually(
        () => Promise.resolve(simulators.faults.take(fault.on)),
        (left) => {
          if (left) simulators.faults.add(fault);
          return left === null;
        },
      );
      await doomed.end('SIGKILL');

      servers = [await outside.startServer()];
      const again = servers[0]?.url ?? '';
      simulators.setTarget(again);
      await eventually(
        () => outside.staff(again, `/${caseNo}`),
        ({ body }) => body['status'] === 'refunded',
      );
      const refunds = simulators.pay.refunds().filter((refund) => refund.outRefundNo.startsWith(caseNo));
      expect(refunds).toMatchObject([
        { outRefundNo: `${caseNo}-1`, amountFen: refundableFen, status: 'SUCCESS' },
      ]);
      await eventually(
        () => Promise.resolve(phone.screen().messages.filter((each) => each.from === 'template')),
        (cards) => cards.some((card) => card.text.includes('到账')),
      );
    },
    120_000,
  );
});
