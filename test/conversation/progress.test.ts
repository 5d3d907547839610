import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { MONDAY, chat } from '../support/chat.ts';
import { NOW, aCase, after, approve, staff, when } from '../support/case.ts';

import { offered, requested } from '../support/negotiation.ts';

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
    ['awaiting_second_approval', '由我们审核'],
    ['appealed', '由未参与原决定的主管重新审查，最晚 3月5日（周四）答复'],
    ['settled_outside', '已通过其他方式退款'],
    ['closed', '已结案'],
    ['lapsed', '已关闭'],
    ['withdrawn', '回复 退款 可以重新申请'],
  ] as const)('of a case that is %s, when it is asked, then it says who acts next', (status, text) => {
    asked(aCase({ status })).hears(text);
  });

  it('of a request, when it is asked, then it says what for, until when, and how to give it', () => {
    asked(requested('请提供设备的序列号')).hears(
      '等您补充资料：请提供设备的序列号',
      '最晚 3月16日（周一）',
      '回复文字或图片',
    );
    chat({ cases: [requested('The serial number')] })
      .says('status')
      .hears('from you: The serial number', 'by the end of Mon 16 Mar (Beijing time)', 'text or pictures');
  });

  it('of an offer, when it is asked, then it names the amount, the last day, and how to answer', () => {
    asked(offered()).hears('退款 ¥88.00', '最晚 3月9日（周一）答复', '接受、拒绝', '申诉');
    chat({ cases: [offered()] })
      .says('status')
      .hears('our offer of ¥88.00, by the end of Mon 9 Mar', '“accept”, “decline”', '“appeal”');
    chat({ cases: [offered()], now: NOW + 8 * DAY_MS })
      .says('进度')
      .hears('方案已到期')
      .doesNotHear('接受');
  });

  it('of a case past its date, when it is asked, then it says that it can be appealed', () => {
    chat({ cases: [aCase()], now: NOW + 10 * DAY_MS })
      .says('进度')
      .hears('延误', '回复 申诉')
      .says('status')
      .hears('is late', 'reply “appeal”');
    asked(aCase()).doesNotHear('申诉');
  });

  it('of a lapsed case, when it is asked, then it says how and until when it is reopened; after that, nothing', () => {
    const lapsed = after(requested('请提供序列号'), [{ type: 'InformationLapsed' }], NOW + 15 * DAY_MS);
    chat({ cases: [lapsed], now: NOW + 15 * DAY_MS })
      .says('进度')
      .hears('重新开启', '最晚 4月15日（周三）', '请提供序列号');
    chat({ cases: [lapsed], now: NOW + 60 * DAY_MS })
      .says('进度')
      .doesNotHear('重新开启');
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
