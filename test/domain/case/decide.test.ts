import { describe, expect, it } from '@jest/globals';
import { china } from '../../support/calendar.ts';
import { NOW, aCase, after, approve, limits, staff, when } from '../../support/case.ts';
import { anOrder, asks, inState, information } from '../../support/case-states.ts';
import { offered } from '../../support/negotiation.ts';

describe('a case in review', () => {
  it('approved in full by an agent, plans one payout of the whole amount under the case number', () => {
    const { after: kase } = when(aCase(), approve());
    expect(kase.status).toBe('refunding');
    expect(kase.attempts).toMatchObject([
      { outRefundNo: 'RF20260302ABCDEF-1', amountFen: 19_800, totalFen: 19_800, state: 'planned' },
    ]);
  });

  it('approved, promises the refund by the end of the fifth business day', () => {
    expect(when(aCase(), approve()).after.deadlines.refundBy).toBe(china('2026-03-09 23:59:59.999'));
  });

  it('approved, tells the customer nothing before the ledger has said yes', () => {
    expect(when(aCase(), approve()).after.outbox.map((notice) => notice.kind)).toEqual(['received']);
  });

  it.each([
    ['one fen more than is left', 19_801, {}, 'amount_exceeds_refundable'],
    ['one fen less than is left', 19_799, {}, 'partial_needs_offer'],
    ['anything of an order already refunded', 1, { refundableFen: 0 }, 'amount_exceeds_refundable'],
    ['anything of an order that is not known', 19_800, { refundableFen: null }, 'unverified_order'],
    ['a payment of more than 365 days ago', 19_800, { now: NOW + 363 * 86_400_000 }, 'refund_window_closed'],
    ['with the version of yesterday', 19_800, { version: 7 }, 'version_conflict'],
  ])('approving %s is refused', (_what, amountFen, over, code) => {
    expect(when(aCase(), approve(amountFen), staff('小林'), over).code).toBe(code);
  });

  it('whose customer is not proven to be the payer cannot be approved', () => {
    expect(when(aCase({ verified: false }), approve()).code).toBe('unverified_order');
  });

  it.each([
    ['agent', 'ok'],
    ['supervisor', 'ok'],
    ['admin', 'ok'],
    ['finance', 'forbidden'],
    ['auditor', 'forbidden'],
  ] as const)('approved by %s: %s', (role, code) => {
    expect(when(aCase(), approve(), staff('某人', role)).code).toBe(code);
  });

  it('rejected, names the clauses once each, in order, and until when one can appeal', () => {
    const command = { type: 'reject', clauses: ['3.2', '3.1', '3.2'], note: 'n', message: 'm' } as const;
    const { after: kase } = when(aCase(), command);
    expect(kase.status).toBe('rejected');
    expect(kase.rejection).toMatchObject({
      clauses: ['3.1', '3.2'],
      appealBy: china('2026-04-01 23:59:59.999'),
    });
  });

  it.each([
    ['no clause', []],
    ['a clause that does not exist', ['3.9']],
    ['a clause that grants refunds', ['2.2']],
  ])('rejecting with %s is refused', (_what, clauses) => {
    expect(when(aCase(), { type: 'reject', clauses, note: 'n', message: 'm' }).code).toBe('unknown_clause');
  });

  it('rejected once, cannot be approved: the state does not allow it', () => {
    const rejected = when(aCase(), { type: 'reject', clauses: ['3.1'], note: 'n', message: 'm' }).after;
    expect(when(rejected, approve()).code).toBe('illegal_transition');
  });
});

describe('a case above the four-eyes limit', () => {
  const big = aCase({ order: { ...aCase().order, paidFen: 168_000 } });
  const over = { refundableFen: 168_000 };
  const waiting = when(big, approve(168_000), staff('小林'), over).after;

  it('of exactly the limit needs one person', () => {
    const exact = aCase({ order: { ...aCase().order, paidFen: 100_000 } });
    expect(when(exact, approve(100_000), staff('小林'), { refundableFen: 100_000 }).after.status).toBe(
      'refunding',
    );
  });

  it('approved by one person, waits for a second and plans nothing', () => {
    expect(waiting).toMatchObject({ status: 'awaiting_second_approval', attempts: [] });
  });

  it('cannot get its second approval from the first person, not even an administrator', () => {
    const own = when(big, approve(168_000), staff('周主管', 'admin'), over).after;
    const again = when(own, { type: 'second_approve', note: '' }, staff('周主管', 'admin'), over);
    expect(again.code).toBe('second_person_required');
  });

  it('cannot get its second approval from an agent', () => {
    expect(when(waiting, { type: 'second_approve', note: '' }, staff('小王')).code).toBe('forbidden');
  });

  it('approved by a second person, plans the payout of what the first approved', () => {
    const second = when(waiting, { type: 'second_approve', note: 'ok' }, staff('周主管', 'supervisor'), over);
    expect(second.after).toMatchObject({ status: 'refunding', attempts: [{ amountFen: 168_000 }] });
    expect(second.after.approval).toMatchObject({ by: '小林', second: { by: '周主管' } });
  });

  it('approved by a second person when 365 days are over since the payment, is refused', () => {
    const late = { ...over, now: NOW + 363 * 86_400_000 };
    const second = when(waiting, { type: 'second_approve', note: 'ok' }, staff('周主管', 'supervisor'), late);
    expect(second.code).toBe('refund_window_closed');
    expect(second.after).toBe(waiting);
  });

  it('declined by a second person, is in review again without an approval', () => {
    const declined = when(
      waiting,
      { type: 'second_decline', note: 'no' },
      staff('周主管', 'supervisor'),
      over,
    );
    expect(declined.after).toMatchObject({ status: 'in_review', approval: null });
  });
});

describe('an accepted offer that waits for a second person', () => {
  const strict = { limits: { ...limits, fourEyesAboveFen: 1_000 } };
  const waiting = asks(offered(), { type: 'accept_offer', offerId: 'offer-1' }, strict).after;
  const late = { now: waiting.deadlines.reviewBy + 1 };

  it('does not stay accepted when the application is withdrawn', () => {
    expect(waiting).toMatchObject({ status: 'awaiting_second_approval', offers: [{ state: 'accepted' }] });
    const withdrawn = asks(waiting, { type: 'withdraw' }).after;
    expect(withdrawn).toMatchObject({
      status: 'withdrawn',
      approval: null,
      offers: [{ state: 'not_approved', endedAt: NOW }],
    });
  });

  it('does not stay accepted when the customer has waited too long for it and appeals', () => {
    const appealed = asks(waiting, { type: 'appeal', text: '一直没有退款', evidence: [] }, late).after;
    expect(appealed).toMatchObject({
      status: 'appealed',
      approval: null,
      appeals: [{ against: 'missed_review' }],
      offers: [{ state: 'not_approved', endedAt: late.now }],
    });
  });
});

describe('an appeal with pictures', () => {
  it('adds them to those of the application, each once', () => {
    const rejected = when(aCase({ evidence: ['m-1', 'm-2'] }), {
      type: 'reject',
      clauses: ['3.1'],
      note: 'n',
      message: 'm',
    }).after;
    const appealed = asks(rejected, { type: 'appeal', text: '不同意', evidence: ['m-2', 'm-3'] }).after;
    expect(appealed).toMatchObject({
      evidence: ['m-1', 'm-2', 'm-3'],
      appeals: [{ evidence: ['m-2', 'm-3'] }],
    });
  });
});

describe('the version of a case', () => {
  it('changes with a decision, and not with the delivery of a message', () => {
    const kase = aCase();
    const delivered = after(kase, [
      { type: 'NoticeSent', noticeId: 'received-1', channel: 'template', msgid: null },
    ]);
    expect([delivered.version, when(kase, approve()).after.version]).toEqual([
      kase.version,
      kase.version + 1,
    ]);
  });

  it('changes with what people read before they decide, though the case stands where it stood', () => {
    const given = asks(inState.awaiting_customer, information).after;
    const more = asks(given, information).after;
    const facts = { type: 'record_facts', facts: { promotional: false }, note: 'n' } as const;
    const unverified = aCase({ verified: false });
    const verified = when(unverified, { type: 'verify', note: 'n' }, staff('小林'), {
      order: anOrder(),
    }).after;
    const steps = [
      [given, more],
      [aCase(), when(aCase(), facts).after],
      [unverified, verified],
    ] as const;
    for (const [before, now] of steps)
      expect([now.status, now.version]).toEqual([before.status, before.version + 1]);
  });
});

describe('whose order it is, said by staff', () => {
  const verify = { type: 'verify', note: '看过付款凭证' } as const;
  const order = anOrder({ amountFen: 16_800, transactionId: '4200000000202602270000000009' });
  const openedFor = (openid: string) => aCase({ verified: false, customer: { ...aCase().customer, openid } });

  it('the case is about the order as our records have it, and a customer not known in WeChat is whoever paid', () => {
    const { after: verified } = when(openedFor(''), verify, staff('小林'), { order });
    expect(verified).toMatchObject({
      verified: true,
      order: { paidFen: 16_800, transactionId: order.transactionId },
      customer: { appid: order.appid, openid: order.openid },
    });
  });

  it('a customer who is known stays the one who hears of it', () => {
    const { after: verified } = when(openedFor('oSomebodyElse'), verify, staff('小林'), { order });
    expect(verified).toMatchObject({ verified: true, customer: { openid: 'oSomebodyElse' } });
  });

  it.each([
    ['that has been proven already', aCase(), order, 'already_verified'],
    ['of which nobody knows the order', openedFor(''), null, 'order_unknown'],
  ])('of a case %s: refused, and nothing changes', (_what, kase, known, code) => {
    const refused = when(kase, verify, staff('小林'), { order: known });
    expect([refused.code, refused.after]).toEqual([code, kase]);
  });
});
