import { describe, expect, it } from '@jest/globals';
import { addBusinessDays, businessDaysUntil } from '../../src/domain/calendar.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import type { Json } from '../support/desk.ts';
import { aBuyer, paidTo } from '../support/payouts.ts';
import { bot, desk, does, expectRead, heard, says, status, used, useStories } from '../support/stories.ts';
import { CASE_NO, act, caseOf, storedCase } from '../support/story.ts';

useStories();

describe('ten customers, through signed HTTP, with a moved clock', () => {
  it('an offer by actual usage, accepted: its amount is paid, and no other', async () => {
    const buyer = await aBuyer(desk, used(40));
    const before = await caseOf(desk, buyer.caseNo);
    expect(before).toMatchObject({ assessment: { outcome: 'none' }, suggestion: { amountFen: 11_880 } });
    await does('小林', buyer, 'offer', { amountFen: 11_880, message: '按已用额度折算' });
    expect(heard(buyer)).toContain('可退金额：¥118.80');
    expect(heard(buyer)).toContain('已使用 40/100 －¥79.20');
    expect(await says(buyer, '接受')).toContain('118.80');
    await desk.advance('2m');
    expect([await status(buyer), paidTo(desk, buyer).fen]).toEqual(['refunded', 11_880]);
    expectRead(buyer, '我们提出以下退款方案', '您已接受申请', '批准金额：¥118.80', '退款到账通知', '¥118.80');
  });

  it('a counter-offer: another amount is asked for, offered, and accepted', async () => {
    const buyer = await aBuyer(desk, used(50));
    await does('小林', buyer, 'offer', { amountFen: 9_900 });
    await says(buyer, '150');
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({
      status: 'in_review',
      offer: { state: 'countered', counterFen: 15_000 },
    });
    await does('小林', buyer, 'offer', { amountFen: 14_000 });
    await says(buyer, '接受');
    await desk.advance('2m');
    expect([await status(buyer), paidTo(desk, buyer).fen]).toEqual(['refunded', 14_000]);
    expectRead(
      buyer,
      '可退金额：¥99.00',
      '退款 ¥150.00，我们会认真考虑',
      '可退金额：¥140.00',
      '您已接受申请',
    );
    expectRead(buyer, '您已接受申请', '批准金额：¥140.00', '退款到账通知', '¥140.00');
  });

  it('an offer nobody answers: reminded, lapsed, and no longer to be accepted', async () => {
    const buyer = await aBuyer(desk, used(10));
    await does('小林', buyer, 'offer', { amountFen: 10_000 });
    for (let days = 0; days < 13; days += 1) {
      // Something of theirs within two days, so that WeChat lets us write.
      await says(buyer, '政策');
      await desk.advance('1d');
    }
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({
      status: 'in_review',
      offer: { state: 'lapsed' },
    });
    const { timeline } = await storedCase(desk, buyer.caseNo);
    const offerLines = timeline.filter(({ event }) => 'offerId' in event);
    expect(offerLines.map(({ event }) => event.type)).toEqual(['OfferMade', 'OfferReminded', 'OfferEnded']);
    const [made = 0, reminded = 0, ended = 0] = offerLines.map(({ at }) => at);
    expect([reminded - made > 4 * DAY_MS, ended - reminded > DAY_MS]).toEqual([true, true]);
    expect(heard(buyer).match(/还在等您答复退款方案/g)).toHaveLength(1);
    await says(buyer, '接受');
    const lapsed = '退款方案已到期，没有收到您的答复';
    expectRead(buyer, '可退金额：¥100.00', '还在等您答复退款方案', lapsed, '目前没有等您答复的退款方案');
    expect([await status(buyer), paidTo(desk, buyer).fen]).toEqual(['in_review', 0]);
  });

  it('above the four-eyes limit, declined by the second person: nothing is paid, and it is decided anew', async () => {
    const buyer = await aBuyer(desk, { amountFen: 168_000 });
    await does('小林', buyer, 'approve', { amountFen: 168_000 });
    expect(await status(buyer)).toBe('awaiting_second_approval');
    const before = heard(buyer);
    await does('吴财务', buyer, 'second-decline', {});
    expect([await status(buyer), paidTo(desk, buyer).fen]).toEqual(['in_review', 0]);
    expect([heard(buyer), before.includes('批准')]).toEqual([before, false]);
    await does('小林', buyer, 'approve', { amountFen: 168_000 });
    await does('周主管', buyer, 'second-approve', {});
    await desk.advance('2m');
    expect([await status(buyer), paidTo(desk, buyer).fen]).toEqual(['refunded', 168_000]);
    expectRead(buyer, '批准金额：¥1680.00', '退款到账通知', '¥1680.00');
  });

  it('a refusal appealed and won: a supervisor who had no part in it pays it back', async () => {
    const buyer = await aBuyer(desk, used(1));
    await does('周主管', buyer, 'reject', { clauses: ['3.1'], message: '已使用付费功能' });
    await says(buyer, '申诉', '只是试用，没有真正用上', '确认');
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({ status: 'appealed', appeal: { outcome: null } });
    const decision = { outcome: 'refund', note: '同意', message: '理解您的情况，予以全额退款' };
    const own = await act(desk, '周主管', buyer.caseNo, 'decide-appeal', decision);
    expect([own.status, (own.body['error'] as Json)['code']]).toEqual([403, 'second_person_required']);
    await does('郑管理', buyer, 'decide-appeal', decision);
    await desk.advance('2m');
    expect([await status(buyer), paidTo(desk, buyer).fen]).toEqual(['refunded', 19_800]);
    expectRead(
      buyer,
      '经审核未能通过',
      '申诉已提交',
      '由未参与原决定的主管重新审查',
      '已批准',
      decision.message,
    );
    expectRead(buyer, '已批准', '退款到账通知', '¥198.00');
  });

  it('a refusal appealed and upheld: reasons, clauses, the way to mediation, and the complete file', async () => {
    const buyer = await aBuyer(desk, used(90));
    await does('小林', buyer, 'reject', { clauses: ['3.1'], message: '额度已基本用完' });
    await says(buyer, '申诉', '服务很差', '确认');
    await does('周主管', buyer, 'decide-appeal', { outcome: 'uphold', message: '经复核，维持原决定' });
    expect(await status(buyer)).toBe('closed');
    expect(heard(buyer)).toContain('12315');
    const { token = '' } = desk.sandbox?.staff.find(({ name }) => name === '小林') ?? {};
    const file = await fetch(`${desk.url}/api/staff/cases/${buyer.caseNo}/file`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(file.headers.get('content-disposition')).toContain(`${buyer.caseNo}.html`);
    const page = await file.text();
    for (const part of ['服务很差', '额度已基本用完', '经复核，维持原决定', '3.1', '8.3', '2026-01'])
      expect(page).toContain(part);
    expect(page).not.toContain('见案件');
    expect(await says(buyer, '申诉')).toContain('12315');
    expectRead(buyer, '经审核未能通过', '申诉已提交', '维持原决定', '经复核，维持原决定', '只能申诉一次');
  });

  it('a missed deadline: staff are told, and the customer can appeal', async () => {
    const buyer = await aBuyer(desk);
    await desk.advance('9d');
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({ status: 'in_review', missed: { review: true } });
    await desk.advance('2m');
    expect(bot.taken.join('\n')).toContain(`案件 ${buyer.caseNo} 已过答复期限`);
    await says(buyer, '申诉', '一直没有答复', '确认');
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({
      status: 'appealed',
      appeal: { against: 'missed_review' },
    });
    await does('周主管', buyer, 'decide-appeal', { outcome: 'refund', message: '抱歉让您久等' });
    await desk.advance('2m');
    expect(paidTo(desk, buyer).fen).toBe(19_800);
    expectRead(buyer, '针对逾期未答复', '申诉已提交', '已批准', '抱歉让您久等', '退款到账通知');
  });

  it('information that comes nine days later: our own clock has stood, and goes on with what was left', async () => {
    const buyer = await aBuyer(desk);
    const before = await storedCase(desk, buyer.caseNo);
    await does('小林', buyer, 'request-information', { message: '请发故障截图' });
    await desk.advance('9d');
    expect(desk.app.deps.clock.now()).toBeGreaterThan(before.deadlines.reviewBy);
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({
      status: 'awaiting_customer',
      missed: { review: false },
    });
    await desk.phoneOf(buyer.name).sendPicture(Buffer.from('89504e470d0a1a0a', 'hex'));
    await desk.settle();
    const { status: reached, timeline, information, deadlines } = await storedCase(desk, buyer.caseNo);
    const { calendar } = desk.app.deps;
    const left = businessDaysUntil(calendar, information?.at ?? 0, before.deadlines.reviewBy);
    const answeredAt = timeline.find(({ event }) => event.type === 'InformationGiven')?.at ?? 0;
    expect([reached, deadlines.reviewBy]).toEqual([
      'in_review',
      addBusinessDays(calendar, answeredAt, left).at,
    ]);
    expect(left).toBeGreaterThan(1);
  });

  it('information that does not come: reminded twice, lapsed, and opened again by the customer’s picture', async () => {
    const buyer = await aBuyer(desk);
    await does('小林', buyer, 'request-information', { message: '请发故障截图' });
    for (let days = 0; days < 30; days += 2) await desk.advance('2d');
    expect(await status(buyer)).toBe('lapsed');
    const reminders = ((await caseOf(desk, buyer.caseNo))['timeline'] as Json[]).filter(
      (line) => line['type'] === 'InformationReminded',
    );
    expect(reminders).toHaveLength(2);
    await desk.phoneOf(buyer.name).sendPicture(Buffer.from('89504e470d0a1a0a', 'hex'));
    await desk.settle();
    expect(await status(buyer)).toBe('in_review');
    // Nothing was heard of them for days, so that WeChat lets only templates through.
    expectRead(buyer, '需要您补充资料', '待补充', '待补充', '暂时结束', '已重新开启');
  });

  it('withdrawn by the customer: nothing is paid, and another application can follow', async () => {
    const buyer = await aBuyer(desk);
    await says(buyer, '撤回', '确认');
    expect(await status(buyer)).toBe('withdrawn');
    expectRead(buyer, '请确认要撤回这份申请', `申请 ${buyer.caseNo} 已撤回`);
    const refused = await act(desk, '小林', buyer.caseNo, 'approve', { amountFen: 19_800, note: 'n' });
    expect([refused.status, paidTo(desk, buyer).fen]).toEqual([409, 0]);
    const again = await says(buyer, '退款', '1', '2', '还是想退', '跳过', '确认');
    expect(CASE_NO.exec(again.slice(again.lastIndexOf('申请编号')))?.[0]).not.toBe(buyer.caseNo);
  });

  it('opened by staff for a customer who rang up: verified, approved, paid', async () => {
    const { order, ...buyer } = await aBuyer(desk);
    await says(buyer, '撤回', '确认');
    const application = { outTradeNo: order.outTradeNo, reason: { category: 'other', text: '电话申请' } };
    const opened = await desk.as('小林').post('/api/staff/cases', application, { 'idempotency-key': 'k1' });
    const repeated = await desk.as('小林').post('/api/staff/cases', application, { 'idempotency-key': 'k1' });
    expect([opened.status, opened.body['verified'], repeated.body['caseNo']]).toEqual([
      201,
      false,
      opened.body['caseNo'],
    ]);
    const kase = { caseNo: String(opened.body['caseNo']) };
    await does('小林', kase, 'verify', {});
    await does('小林', kase, 'approve', { amountFen: 19_800 });
    await desk.advance('2m');
    expect([await status(kase), paidTo(desk, { order }).fen]).toEqual(['refunded', 19_800]);
    expectRead(buyer, `您的退款申请 ${kase.caseNo} 已批准`, '退款到账通知', kase.caseNo);
  });
});
