import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { MONDAY, chat } from '../support/chat.ts';
import { NOW, aCase, after, approve, staff, when } from '../support/case.ts';

const asked = (...cases: readonly Case[]) => chat({ cases }).says('进度');
const approved = when(aCase(), approve()).after;
const attempt = { outRefundNo: 'RF20260302ABCDEF-1' } as const;
const reserved = after(approved, [
  {
    type: 'PayoutReserved',
    outRefundNo: approved.attempts[0]?.outRefundNo ?? attempt.outRefundNo,
    first: true,
  },
]);
const rejected = when(
  aCase(),
  { type: 'reject', clauses: ['3.1'], note: 'n', message: '已使用' },
  staff('小林'),
).after;

describe('进度', () => {
  it('of a case in review, when it is asked, then it names number, order, status, who acts and by when', () => {
    asked(aCase()).hears(
      'RF20260302ABCDEF 审核中',
      '年度会员（¥198.00）',
      '3月2日申请',
      '由我们审核',
      '最晚 3月5日（周四）答复',
    );
  });

  it('of a case whose date may move, when it is asked, then it is marked provisional', () => {
    const { deadlines } = aCase();
    asked(aCase({ deadlines: { ...deadlines, provisional: true } })).hears('暂定');
  });

  it('of a case past its date, when it is asked, then it says so and apologises', () => {
    chat({ cases: [aCase()], now: NOW + 10 * DAY_MS })
      .says('进度')
      .hears('3月5日', '延误', '抱歉');
  });

  it('of an unverified case, when it is asked, then it says so', () => {
    asked(aCase({ verified: false })).hears('订单待核实');
  });

  it('of an approval not reserved yet, when it is asked, then no amount is promised', () => {
    asked(approved).hears('退款办理中').doesNotHear('批准');
  });

  it('of a refund on its way, when it is asked, then the amount, the channel and both dates are named', () => {
    asked(reserved).hears('退款办理中', '批准 ¥198.00', '原路退回', '最晚 3月9日（周一）退出', '到账');
    chat({ cases: [reserved], now: NOW + 30 * DAY_MS })
      .says('进度')
      .hears('抱歉');
  });

  it('of a refund paid, when it is asked, then amount, account and day are named', () => {
    const paid = after(
      reserved,
      [
        { type: 'PayoutSent', outRefundNo: reserved.attempts[0]?.outRefundNo ?? '' },
        {
          type: 'PayoutSucceeded',
          outRefundNo: reserved.attempts[0]?.outRefundNo ?? '',
          refundId: '50000000012026030300000000001',
          amountFen: 19_800,
          successTime: NOW + DAY_MS,
          userReceivedAccount: '招商银行信用卡0403',
        },
      ],
      NOW + DAY_MS,
    );
    asked(paid).hears('已退款', '已退 ¥198.00', '招商银行信用卡0403', '3月3日');
  });

  it('of a rejected case, when it is asked, then it says until when it can be appealed; after that, nothing', () => {
    asked(rejected).hears('未通过', '最晚 4月1日（周三）申诉');
    chat({ cases: [rejected], now: NOW + 60 * DAY_MS })
      .says('进度')
      .hears('未通过')
      .doesNotHear('申诉');
  });

  it.each([
    ['awaiting_customer', '等您补充资料'],
    ['offered', '等您确认'],
    ['awaiting_second_approval', '由我们审核'],
    ['appealed', '由我们审核'],
    ['settled_outside', '已通过其他方式退款'],
    ['closed', '已结案'],
    ['lapsed', '已关闭'],
    ['withdrawn', '已撤回'],
  ] as const)('of a case that is %s, when it is asked, then it says who acts next', (status, text) => {
    asked(aCase({ status })).hears(text);
  });

  it('of many cases, when it is asked, then the newest come first and it says how many more there are', () => {
    const cases = Array.from({ length: 30 }, (_, n) =>
      aCase({ caseNo: `RF2026010122222${String((n % 8) + 2)}`, openedAt: MONDAY - (30 - n) * DAY_MS }),
    );
    const talk = asked(...cases).hears('您共有 30 份申请', cases[29]?.caseNo ?? '');
    const shown = talk.heard.match(/^RF\d{8}/gm)?.length ?? 0;
    expect(shown).toBeGreaterThanOrEqual(5);
    talk.hears(`另有 ${String(30 - shown)} 份`);
    expect(talk.heard.indexOf('3月1日申请')).toBeLessThan(talk.heard.indexOf('2月28日申请'));
  });

  it('of two cases, when it is asked, then neither is left out', () => {
    const other = aCase({ caseNo: 'RF20260101ZZZZZZ', openedAt: NOW - DAY_MS });
    asked(aCase(), other).hears('RF20260302ABCDEF', 'RF20260101ZZZZZZ').doesNotHear('另有');
  });
});
