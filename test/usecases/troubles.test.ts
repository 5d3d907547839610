import { describe, expect, it } from '@jest/globals';
import { timelineText } from '../../src/conversation/timeline.ts';
import { system } from '../../src/domain/case/actor.ts';
import type { Attempt } from '../../src/domain/case/payout.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { describeFault } from '../../src/gateways/official-account/answer.ts';
import { difference, readAnswer } from '../../src/gateways/wechat-pay/answers.ts';
import { networkFault } from '../../src/gateways/wechat-pay/outcome-unknown.ts';
import { refundSchema } from '../../src/gateways/wechat-pay/schemas.ts';
import { type KeyLookup, checkSignature } from '../../src/gateways/wechat-pay/signature.ts';
import type { QueryAnswer, RefundRecord, TransactionRecord } from '../../src/gateways/wechat-pay/types.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { afterQuery } from '../../src/usecases/payout/answers.ts';
import { compareOrder } from '../../src/usecases/payout/compare-order.ts';
import { payoutStep } from '../../src/usecases/payout/step.ts';
import { aCase } from '../support/case.ts';
import { database, desk, useDesk } from '../support/chat-bench.ts';
import { putOrder } from '../support/chat-desk.ts';
import { ENGLISH } from '../support/every-text.ts';
import { anAttempt } from '../support/wechatpay-notice.ts';

useDesk();

const outRefundNo = 'RF20260302ABCDEF-1';

/** What staff read of it, in both languages. */
const expectInBoth = (trouble: string): void => {
  const event: CaseEvent = { type: 'PayoutDelayed', outRefundNo, trouble };
  const zh = timelineText({ actor: system, event }, 'zh');
  expect(zh).not.toMatch(ENGLISH);
  expect(zh).toMatch(/备注：.*\p{Script=Han}/u);
  expect(timelineText({ actor: system, event }, 'en')).toContain(`Note: ${trouble}`);
};

const record: RefundRecord = {
  refundId: '50300000012026030200000001',
  outRefundNo,
  transactionId: anAttempt().transactionId,
  outTradeNo: anAttempt().outTradeNo,
  status: 'SUCCESS',
  amountFen: 19_800,
  totalFen: 19_800,
  payerRefundFen: null,
  userReceivedAccount: null,
  successTime: null,
};

const troubleOf = (event: CaseEvent | null | undefined): string =>
  event && 'trouble' in event ? event.trouble : '';

describe('what goes wrong with a payout, in our own words', () => {
  it('a record of another refund, or without a time: staff read it in their language', () => {
    for (const changes of [{ amountFen: 1 }, {}])
      expectInBoth(
        troubleOf(afterQuery(anAttempt(), { kind: 'answered', record: { ...record, ...changes } })),
      );
  });

  const stepped = async (attempt: Partial<Attempt>, wechatPay: unknown): Promise<string> => {
    const at = await database.startDesk({ wechatPay: wechatPay as Deps['wechatPay'] });
    const run = { fresh: outRefundNo, mayCall: () => true };
    return troubleOf((await payoutStep(at.deps, aCase(), anAttempt(attempt), run))?.events[0]);
  };

  it('WeChat Pay is off, or shows nothing; the ledger has no such entry: the same', async () => {
    await putOrder(desk.deps.store, 'ORDER-1');
    const queryRefund = () => Promise.resolve({ kind: 'not_found' });
    expectInBoth(await stepped({ state: 'reserved' }, null));
    expectInBoth(await stepped({ state: 'PROCESSING' }, { queryRefund }));
    expectInBoth(await stepped({ state: 'sent' }, {}));
  });

  const compared = async (outTradeNo: string, answer: QueryAnswer<TransactionRecord>): Promise<string> => {
    const store = { ...desk.deps.store, get: getFrom(desk.deps.store) };
    const pay = { queryTransaction: () => Promise.resolve(answer) } as never;
    const comparison = await compareOrder({ ...desk.deps, store }, pay, anAttempt({ outTradeNo }));
    return 'detail' in comparison ? comparison.detail : '';
  };
  /** Settings are not among what this database was opened with; none are stored. */
  const getFrom =
    (store: Deps['store']): Deps['store']['get'] =>
    (collection, id) =>
      collection.name === 'settings' ? Promise.resolve(undefined) : store.get(collection, id);

  it('an order that is not as WeChat Pay has it: the same, naming what differs', async () => {
    const order = (await desk.deps.store.get(orders, 'SHOP-1'))?.doc;
    if (!order) throw new Error('no order');
    const { outTradeNo, transactionId, amountFen, appid, openid } = order;
    const { mchid } = desk.deps;
    const same = { mchid, outTradeNo, transactionId, amountFen, appid, openid, tradeState: 'SUCCESS' };
    const answers: readonly [string, QueryAnswer<TransactionRecord>][] = [
      ['NOWHERE-1', { kind: 'not_found' }],
      ['SHOP-1', { kind: 'not_found' }],
      ['SHOP-1', { kind: 'answered', record: { ...same, amountFen: 1, openid: 'oOther' } as never }],
      ['SHOP-1', { kind: 'answered', record: { ...same, tradeState: 'REFUND' } as never }],
    ];
    const said = await Promise.all(answers.map(([no, answer]) => compared(no, answer)));
    said.forEach(expectInBoth);
    const event = { type: 'PayoutNeedsPerson', outRefundNo, trouble: said[2] ?? '' } as const;
    expect(timelineText({ actor: system, event }, 'zh')).toContain('不一致：金额、付款人');
  });
});

describe('an exchange with WeChat or WeChat Pay that says nothing, in our own words', () => {
  const unknown = (status: number, text: string, expected = {}): string => {
    const answer = readAnswer({ status, text }, refundSchema, (found) => difference(found, expected));
    return answer.kind === 'unknown' ? answer.detail : '';
  };
  const refund = JSON.stringify({
    refund_id: '50300000012026030200000001',
    out_refund_no: outRefundNo,
    transaction_id: '4200000000202602270000000001',
    out_trade_no: 'ORDER-1',
    status: 'PROCESSING',
    amount: { total: 19_800, refund: 19_800, currency: 'CNY' },
  });

  it('answers of another shape, without a code, contradicting: staff read it in their language', () => {
    expectInBoth(unknown(200, '{}'));
    expectInBoth(unknown(404, 'nginx'));
    expectInBoth(unknown(200, refund, { amountFen: 1 }));
  });

  it('no answer at all: the same', () => {
    const timeout = Object.assign(new Error('x'), { name: 'TimeoutError' });
    const reset = Object.assign(new Error('x'), { cause: { code: 'ECONNRESET' } });
    for (const error of [timeout, reset, {}]) expectInBoth(networkFault(error, 1_500).message);
    for (const error of [timeout, { message: 'JSON.parse error: x' }]) expectInBoth(describeFault(error));
  });

  it('an answer that does not verify: the same', async () => {
    const now = 1_760_000_000_000;
    const headers = { timestamp: String(now / 1000), nonce: 'n', signature: 's', serial: 'S1' };
    const missing: KeyLookup = () => Promise.resolve({ ok: false, detail: 'signed with an unknown key' });
    const verdicts = await Promise.all(
      [
        { ...headers, nonce: '' },
        { ...headers, timestamp: '1' },
        { ...headers, signature: 'WECHATPAY/SIGNTEST/x' },
        headers,
      ].map((each) => checkSignature(each, Buffer.from('{}'), { now, keyOf: missing })),
    );
    for (const verdict of verdicts)
      expectInBoth(`HTTP 200 not verified: ${verdict.ok ? '' : verdict.detail}`);
  });
});
