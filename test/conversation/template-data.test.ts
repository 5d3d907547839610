import { describe, expect, it } from '@jest/globals';
import { noticeFields } from '../../src/conversation/notices.ts';
import { fitField, templateData } from '../../src/conversation/template-data.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { NOW, aCase, after, approve, staff, when } from '../support/case.ts';
import { does } from '../support/case-states.ts';
import { offerWithdrawn, offered, requested } from '../support/negotiation.ts';

const filled = (kase: Case, fields: Record<string, string>) => {
  const notice = kase.outbox.at(-1);
  if (!notice) throw new Error('nothing in the outbox');
  const data = templateData({ fields }, noticeFields(kase, notice));
  return Object.fromEntries(Object.entries(data ?? {}).map(([field, { value }]) => [field, value]));
};

describe('the data of a template message', () => {
  it('of an application received, when it is filled, then each field says what its setting names', () => {
    const data = filled(aCase(), {
      character_string1: 'caseNo',
      thing2: 'order',
      amount3: 'amount',
      phrase4: 'outcome',
      date5: 'replyBy',
      time6: 'appliedAt',
      time7: 'replyBy',
      thing8: 'reason',
      thing9: 'remark',
    });
    expect(data).toEqual({
      character_string1: 'RF20260302ABCDEF',
      thing2: '年度会员',
      amount3: '¥198.00',
      phrase4: '审核中',
      date5: '2026年3月5日',
      time6: '2026年3月2日 10:00',
      time7: '2026年3月5日 23:59',
      thing8: '购买 14 天内，尚未使用',
      thing9: '回复“进度”可随时查看',
    });
  });

  it('of an approval, when it is filled, then it does not say refunded', () => {
    const approved = when(aCase(), approve()).after;
    const outRefundNo = approved.attempts.at(-1)?.outRefundNo ?? '';
    const kase = after(approved, [{ type: 'PayoutReserved', outRefundNo, first: true }]);
    expect(
      filled(kase, { phrase1: 'outcome', amount2: 'amount', date3: 'refundBy', thing4: 'remark' }),
    ).toEqual({
      phrase1: '已批准',
      amount2: '¥198.00',
      date3: '2026年3月9日',
      thing4: '款项将按原支付渠道退回',
    });
  });

  it('of a refusal, when it is filled, then it names the clauses', () => {
    const kase = when(aCase(), { type: 'reject', clauses: ['3.1', '3.2'], note: 'n', message: 'm' }).after;
    expect(filled(kase, { phrase1: 'outcome', thing2: 'clauses', thing3: 'remark' })).toEqual({
      phrase1: '未通过',
      thing2: '依据政策 3.1、3.2',
      thing3: '如有异议可申诉，回复“申诉”',
    });
  });

  it('of a refund of less than was paid, when it is filled, then it says what was refunded and where to', () => {
    const approved = when(aCase(), approve(10_000), staff('小林'), { refundableFen: 10_000 }).after;
    const outRefundNo = approved.attempts.at(-1)?.outRefundNo ?? '';
    const kase = after(approved, [
      { type: 'PayoutReserved', outRefundNo, first: true },
      { type: 'PayoutSent', outRefundNo },
      {
        type: 'PayoutSucceeded',
        outRefundNo,
        refundId: '50000000012026030300000000001',
        amountFen: 10_000,
        successTime: NOW,
        payerRefundFen: 9_000,
        userReceivedAccount: '支付用户零钱',
      },
    ]);
    expect(filled(kase, { thing1: 'remark' })).toEqual({ thing1: '其中退回自付 ¥90.00' });
    expect(
      filled(kase, { amount1: 'amount', thing2: 'account', time3: 'refundedAt', phrase4: 'outcome' }),
    ).toEqual({
      amount1: '¥100.00',
      thing2: '支付用户零钱',
      time3: '2026年3月2日 10:00',
      phrase4: '已退款',
    });
  });

  it('of an offer and its reminder, when it is filled, then it names what is offered, not what was paid', () => {
    const offer = offered(11_880);
    const fields = { amount1: 'amount', phrase2: 'outcome' };
    const named = { amount1: '¥118.80', phrase2: '待您确认' };
    expect(filled(offer, fields)).toEqual(named);
    expect(filled(after(offer, [{ type: 'OfferReminded', offerId: 'offer-1' }]), fields)).toEqual(named);
  });

  it('of what is asked of the customer, when it is filled, then it names their last day to reply, and not ours', () => {
    const fields = { date1: 'replyBy' };
    const [request, offer] = [requested(), offered()];
    const reminded = after(request, [{ type: 'InformationReminded' }]);
    for (const kase of [request, reminded]) expect(filled(kase, fields)).toEqual({ date1: '2026年3月16日' });
    expect(filled(offer, fields)).toEqual({ date1: '2026年3月9日' });
    expect(filled(offerWithdrawn(offer), fields)).toEqual({ date1: '2026年3月5日' });
  });

  it('of a refund settled in another way, when it is filled, then it names what was settled', () => {
    const approved = does(aCase(), approve(10_000), staff('小林'), { refundableFen: 10_000 });
    const attempt = { outRefundNo: approved.attempts.at(-1)?.outRefundNo ?? '' };
    const stuck = after(approved, [
      { type: 'PayoutReserved', ...attempt, first: true },
      { type: 'PayoutSent', ...attempt },
      { type: 'PayoutNeedsPerson', ...attempt, trouble: '404 RESOURCE_NOT_EXISTS' },
    ]);
    const settled = does(
      stuck,
      { type: 'settle_outside', proof: '转账凭证', note: 'n' },
      staff('小王', 'finance'),
    );
    expect(filled(settled, { amount1: 'amount', phrase2: 'outcome' })).toEqual({
      amount1: '¥100.00',
      phrase2: '已退款',
    });
  });

  it('of a value that is not known, when it is filled, then the field is neither empty nor made up', () => {
    expect(filled(aCase(), { thing3: 'no_such_name', thing4: 'toString', thing5: 'refundedAt' })).toEqual({
      thing3: '-',
      thing4: '-',
      thing5: '-',
    });
  });

  it.each([
    { amount1: 'amount' },
    { date2: 'refundedAt' },
    { time3: 'refundBy' },
    { thing4: 'order', amount5: 'amount' },
  ])(
    'of an order not known, for %j, where WeChat takes no dash, when it is filled, then there is no such message',
    (fields) => {
      const kase = aCase({ verified: false, order: { ...aCase().order, paidFen: null } });
      const [notice] = kase.outbox;
      if (!notice) throw new Error('nothing in the outbox');
      expect(templateData({ fields: { ...fields } }, noticeFields(kase, notice))).toBeNull();
    },
  );
});

describe('a field', () => {
  it.each([
    ['thing1', '字'.repeat(20), '字'.repeat(20)],
    ['thing1', '字'.repeat(21), `${'字'.repeat(19)}…`],
    ['thing', '第一行\n第二行\u0000', '第一行 第二行'],
    ['thing12', '', '-'],
    ['character_string1', 'x'.repeat(33), 'x'.repeat(32)],
    ['character_string1', 'ＲＦ２０２６编号', 'RF2026'],
    ['character_string1', '只有中文', '-'],
    ['amount1', '¥12.30', '¥12.30'],
    ['amount1', '￥99999999.99', '¥99999999.99'],
    ['amount1', '¥1000000000.00', '¥1000000000'],
    ['phrase1', '退款办理中', '退款办理中'],
    ['phrase1', '退款正在办理中', '退款正在办'],
    ['phrase1', 'approved', null],
    ['name1', '欧阳'.repeat(6), '欧阳'.repeat(5)],
    ['time1', '2026年3月5日', '2026年3月5日 23:59'],
    ['time1', '2026年3月5日 15:04', '2026年3月5日 15:04'],
    ['time1', '', null],
    ['amount1', '待核实', null],
    ['number1', '无', null],
    ['const1', '', null],
    ['date1', '2026年3月5日', '2026年3月5日'],
    ['const1', '已批准', '已批准'],
    ['number1', 'RF2026', '2026'],
    ['constructor', 'x', 'x'],
  ])('%s given "%s", when it is fitted, then it is "%s"', (field, value, fitted) => {
    expect(fitField(field, value)).toBe(fitted);
  });

  it('of emoji, when it is fitted, then it is short by the strictest count and no half is left', () => {
    const fitted = fitField('thing1', '😀'.repeat(30));
    expect(fitted?.length).toBeLessThanOrEqual(20);
    expect(fitted).toMatch(/^(😀)+…$/u);
  });
});
