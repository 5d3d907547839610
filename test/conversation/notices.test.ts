import { describe, expect, it } from '@jest/globals';
import { noticeText } from '../../src/conversation/notices.ts';
import type { Notice } from '../../src/domain/case/notice.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { LONGEST_REPLY_BYTES } from '../support/chat.ts';
import { NOW, aCase, after, limits, staff, when } from '../support/case.ts';
import { asks, does } from '../support/case-states.ts';
import { offerWithdrawn, offered } from '../support/negotiation.ts';
import { publishedPolicy } from '../support/policy.ts';

const policy = publishedPolicy();

const lastNotice = (kase: Case): Notice => {
  const notice = kase.outbox.at(-1);
  if (!notice) throw new Error('nothing in the outbox');
  return notice;
};

/** What the customer is told of the latest thing that happened. */
const told = (kase: Case, notice = lastNotice(kase)): string => {
  const text = noticeText(kase, notice, { policy, publicUrl: 'https://shop.example' });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST_REPLY_BYTES);
  return text;
};

const outRefundNo = (kase: Case): string => kase.attempts.at(-1)?.outRefundNo ?? '';

const approvedWith = (message: string | null): Case => {
  const approved = when(aCase(), { type: 'approve', amountFen: 19_800, note: '内部备注', message }).after;
  return after(approved, [{ type: 'PayoutReserved', outRefundNo: outRefundNo(approved), first: true }]);
};

const refundedTo = (userReceivedAccount: string | null): Case => {
  const approved = approvedWith(null);
  return after(approved, [
    { type: 'PayoutSent', outRefundNo: outRefundNo(approved) },
    {
      type: 'PayoutSucceeded',
      outRefundNo: outRefundNo(approved),
      refundId: '50000000012026030300000000001',
      amountFen: 19_800,
      successTime: NOW + 3_600_000,
      userReceivedAccount,
    },
  ]);
};

const rejectedFor = (clauses: string[], message: string): Case =>
  when(aCase(), { type: 'reject', clauses, note: '内部备注', message }).after;

describe('the notice of an application received', () => {
  it('when it is written, then it names the number and the date of our answer', () => {
    const text = told(aCase());
    expect(text).toContain('RF20260302ABCDEF');
    expect(text).toContain('最晚 3月5日（周四）答复');
    expect(text).not.toContain('暂定');
  });

  it('whose date may move or whose order is unproven, when it is written, then it says so', () => {
    const { deadlines } = aCase();
    const text = told(aCase({ verified: false, deadlines: { ...deadlines, provisional: true } }));
    expect(text).toContain('暂定');
    expect(text).toContain('核实');
  });
});

describe('the notice of an approval', () => {
  it('when it is written, then it promises amount, channel and dates, and does not say refunded', () => {
    const text = told(approvedWith('祝您生活愉快'));
    expect(text).toContain('已批准');
    expect(text).toContain('¥198.00');
    expect(text).toContain('原支付渠道');
    expect(text).toContain('最晚 3月9日（周一）退出');
    expect(text).toMatch(/最晚 3月\d+日（周.）到账/);
    expect(text).toContain('祝您生活愉快');
    expect(text).not.toContain('已退款');
    expect(text).not.toContain('内部备注');
  });

  it('without a message of staff, when it is written, then there is no empty line for one', () => {
    expect(told(approvedWith(null))).not.toContain('留言');
    expect(told(approvedWith('  '))).not.toContain('留言');
  });

  it('with a message of ten thousand characters, when it is written, then only the message is cut', () => {
    const text = told(approvedWith('谢'.repeat(10_000)));
    expect(text).toContain('¥198.00');
    expect(text).toContain('客服留言：谢谢谢');
    expect(text.endsWith('…')).toBe(true);
  });
});

describe('the notice of a refusal', () => {
  it('when it is written, then it names every clause with its text, what staff say, and how to appeal until when', () => {
    const text = told(rejectedFor(['3.1', '3.2'], '后台记录显示已使用 30 次'));
    expect(text).toContain('3.1 已使用付费功能');
    expect(text).toContain('3.2 自购买之日起已超过 14 日');
    expect(text).toContain('后台记录显示已使用 30 次');
    expect(text).toContain('最晚 4月1日（周三）申诉');
    expect(text).toContain('在这里回复 申诉');
    expect(text).toContain('LI6666ZZa');
    expect(text).toContain('476274794@qq.com');
    expect(text).toContain(`https://shop.example/policy/${policy.version}`);
    expect(text).not.toContain('内部备注');
  });

  it('with a message of ten thousand emoji and every clause, when it is written, then the way to appeal is whole', () => {
    const text = told(rejectedFor(['3.1', '3.2', '3.3', '3.4', '3.5'], '😀'.repeat(10_000)));
    expect(text).toContain('）申诉');
    expect(text).toContain('https://shop.example/policy/');
    expect(text).toContain('3.5 ');
    expect(text).toContain('客服说明：😀');
  });

  it('with control characters in the message, when it is written, then they are left out', () => {
    expect(told(rejectedFor(['3.1'], 'a\u0000\u001db'))).toContain('客服说明：ab');
  });

  it('of an approval that was taken back and then refused, when it is written, then it is no refusal yet', () => {
    const refused = rejectedFor(['3.1'], 'x');
    const approval = lastNotice(approvedWith(null));
    expect(told({ ...refused, approval: null }, approval)).not.toContain('未能通过');
  });

  it('of a case that has moved on, when it is written, then it leads to 进度 instead of a wrong result', () => {
    const kase = rejectedFor(['3.1'], 'x');
    const text = told({ ...kase, rejection: null }, lastNotice(kase));
    expect(text).toContain('进度');
    expect(text).not.toContain('未能通过');
  });
});

describe('the notice of an offer', () => {
  it.each([
    ['zh', '已使用 0/100 －¥0.00，协商调整 －¥99.00'],
    ['en', 'used 0/100 −¥0.00, adjusted by −¥99.00'],
  ] as const)(
    'for what was not used at all, when it is written in %s, then nothing is added',
    (language, says) => {
      expect(told(offered(9_900, aCase({ language })))).toContain(says);
    },
  );
});

describe('the notice of an offer that came to nothing', () => {
  const withdrawn = offerWithdrawn(offered());

  it('withdrawn, when it is written, then it says what staff said of it', () => {
    expect(told(withdrawn)).toContain('客服说明：我们重新计算。');
  });

  it('withdrawn, and another offered before it could be told, when it is written, then it still says why', () => {
    const notice = lastNotice(withdrawn);
    expect(told(offered(5_000, withdrawn), notice)).toContain('客服说明：我们重新计算。');
  });

  it('accepted and declined by the second person, when it is written, then nothing is said of an earlier one', () => {
    const accept = { type: 'accept_offer', offerId: 'offer-2' } as const;
    const strict = { limits: { ...limits, fourEyesAboveFen: 1_000 } };
    const accepted = asks(offered(5_000, withdrawn), accept, strict).after;
    const declined = does(
      accepted,
      { type: 'second_decline', note: '内部备注' },
      staff('周主管', 'supervisor'),
    );
    expect(told(declined)).toContain('未能通过内部复核');
    expect(told(declined)).not.toContain('客服说明');
  });
});

describe('the notice of a refund', () => {
  it('when it is written, then it names amount, account and time', () => {
    const text = told(refundedTo('招商银行信用卡0403'));
    expect(text).toContain('¥198.00');
    expect(text).toContain('招商银行信用卡0403');
    expect(text).toContain('2026年3月2日 11:00');
  });

  it('to an account WeChat Pay does not name, when it is written, then no account is made up', () => {
    expect(told(refundedTo(null))).not.toContain('退至：');
  });
});
