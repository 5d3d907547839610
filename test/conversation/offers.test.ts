import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { MONDAY, chat, englishChat } from '../support/chat.ts';
import { aCase } from '../support/case.ts';
import { another, offerWithdrawn, offered, rejected, requested, told } from '../support/negotiation.ts';

const open = told(offered());
const talking = (...cases: readonly Case[]) => chat({ cases });
const answerOf = (talk: ReturnType<typeof chat>) => {
  const [command, more] = talk.commands;
  expect(more).toBeUndefined();
  return command?.type === 'answer_offer' ? command : undefined;
};

describe('an open offer', () => {
  it.each([
    ['接受', '已接受', '原路退回'],
    [' 接受 ', '已接受', '¥88.00'],
    ['accept', 'you have accepted', 'it goes back the way you paid'],
    ['ＡＣＣＥＰＴ', 'you have accepted', '¥88.00'],
  ])('when "%s" is said, then it is accepted, and who acts next is said', (word, said, next) => {
    const talk = talking(open).says(word).hears(said, next, open.caseNo);
    expect(answerOf(talk)).toMatchObject({ offerId: 'offer-1', answer: { kind: 'accept' } });
    expect(talk.cases[0]).toMatchObject({ status: 'refunding', approval: { amountFen: 8_800 } });
  });

  it.each([
    ['拒绝', '没有接受', '最晚 3月5日'],
    ['Decline', 'you have declined', 'by the end of Thu 5 Mar'],
  ])('when "%s" is said, then it is declined, and the date of our answer is named', (word, said, date) => {
    const talk = talking(open).says(word).hears(said, date);
    expect(talk.cases[0]).toMatchObject({ status: 'in_review', offers: [{ state: 'declined' }] });
  });

  it.each([
    ['99', 9_900],
    ['99.5', 9_950],
    ['99.50', 9_950],
    ['¥99.50', 9_950],
    ['￥99.5', 9_950],
    ['99元', 9_900],
    ['９９．５元', 9_950],
    ['99.5 yuan', 9_950],
    ['RMB 99', 9_900],
    ['198.00', 19_800],
  ])('when "%s" is said, then that amount is asked for', (text, amountFen) => {
    const talk = talking(open).says(text).hears('我们会认真考虑', '最晚 3月5日');
    expect(answerOf(talk)).toMatchObject({ offerId: 'offer-1', answer: { kind: 'counter', amountFen } });
    expect(talk.cases[0]).toMatchObject({ status: 'in_review', offers: [{ counterFen: amountFen }] });
  });

  it('of thousands, when it is answered with "8,888.00", then that amount is asked for', () => {
    const order = { ...aCase().order, paidFen: 1_000_000 };
    const talk = talking(told(offered(8_800, aCase({ order })))).says('8,888.00');
    expect(answerOf(talk)?.answer).toEqual({ kind: 'counter', amountFen: 888_800 });
  });

  it('when its own amount is said, then it is accepted', () => {
    const talk = talking(open).says('88').hears('已接受', '¥88.00');
    expect(talk.cases[0]?.status).toBe('refunding');
  });

  it.each([
    ['0', '大于 0'],
    ['0.00', '大于 0'],
    ['-5', '负数'],
    ['－5元', '负数'],
    ['88.005', '两位小数'],
    ['¥1000000000001', '太大'],
    ['1e9', '没有看懂'],
    ['8,88', '没有看懂'],
    ['88.', '没有看懂'],
  ])('when "%s" is said, then it says what is wrong with it and nothing changes', (text, why) => {
    const talk = talking(open).says(text).hears(why, '接受', '拒绝');
    expect([talk.commands, talk.cases]).toEqual([[], [open]]);
  });

  it.each([
    ['80', '低于我们的方案 ¥88.00'],
    ['1000000000', '超过了这笔订单可退的金额'],
  ])('when "%s" is said, then it is explained, and the offer stands', (text, why) => {
    const talk = talking(open).says(text).hears(why, '接受');
    expect(talk.cases).toEqual([open]);
    englishChat({ cases: [open] })
      .says(text)
      .hears('has not been passed on', '“accept”');
  });

  it.each(['42000012342026112012', '你好', '接受吧', 'accept it', '八十八'])(
    'when "%s" is said, then it is not understood, and it says how to answer the offer',
    (text) => {
      const talk = talking(open).says(text).hears('没有明白', '等待答复', '接受');
      expect(talk.commands).toEqual([]);
    },
  );

  it('in the middle of a form, when 接受 is said, then it is accepted and the draft is offered again', () => {
    const talk = chat({ cases: [open] }).reaches('description');
    const { id } = talk.draft;
    talk.says('接受').hears('已接受', '1. 继续').says('1').isAt('description');
    expect(talk.draft).toMatchObject({ id, text: null });
    expect(talk.cases[0]?.status).toBe('refunding');
  });

  it('in the middle of a form, when a number is said, then it is an answer to the form', () => {
    const talk = chat({ cases: [open] })
      .reaches('reason')
      .says('1')
      .isAt('description');
    expect(talk.commands).toEqual([]);
  });

  it('when a stale draft is there too, then the offer is answered', () => {
    const talk = chat({ cases: [told(offered(8_800, aCase(), MONDAY + 7 * DAY_MS))] })
      .reaches('reason')
      .waits(8 * DAY_MS)
      .says('接受');
    expect(talk.applications).toEqual([]);
    expect(talk.cases[0]?.status).toBe('refunding');
  });
});

describe('several open offers', () => {
  const second = told(offered(12_300, another()));

  it('when 接受 is said, then the customer chooses by number, and that one only is accepted', () => {
    const talk = talking(open, second)
      .says('接受')
      .hears(
        '1. RF20260302ABCDEF 年度会员 ¥198.00，方案 ¥88.00',
        '2. RF20260301ZZZZZZ 写作课程 ¥198.00，方案 ¥123.00',
      );
    expect(talk.commands).toEqual([]);
    talk.says('2').hears('RF20260301ZZZZZZ', '¥123.00', '已接受');
    expect(talk.cases.map(({ status }) => status)).toEqual(['offered', 'refunding']);
  });

  it.each(['2', '２', '②', 'RF20260301ZZZZZZ', 'rf20260301zzzzzz'])(
    'when an amount is said and then "%s", then it is asked for there',
    (choice) => {
      const talk = talking(open, second).says('150').hears('¥150.00').says(choice).hears('会认真考虑');
      expect(answerOf(talk)).toMatchObject({ caseNo: second.caseNo, answer: { amountFen: 15_000 } });
    },
  );

  it('when the choice is tapped, then it is understood', () => {
    const talk = talking(open, second).says('decline').taps(`offer:${open.caseNo}`, 'x');
    talk.hears('you have declined', open.caseNo);
  });

  it('when the choice is none of them, then it is asked again, and at the third time a person is offered', () => {
    const talk = talking(open, second).says('接受', '3').hears('没有找到对应的申请', '2. RF');
    talk.says('x', '确认').hears('人工', '2. RF').says('1').hears('已接受');
  });

  it('when the one listed has been withdrawn and another made since, then nothing is accepted before it is shown', () => {
    const talk = talking(open, second).says('接受');
    talk.meanwhile((kase) =>
      kase.caseNo === open.caseNo
        ? told(offered(5_000, offerWithdrawn(kase, MONDAY + 1), MONDAY + 2))
        : aCase({ caseNo: kase.caseNo }),
    );
    talk.says('1').hears('有更新', '¥50.00', '确认');
    expect(talk.commands).toEqual([]);
    talk.says('确认').hears('已接受', '¥50.00');
  });

  it('when 返回, 取消, 重来 or 帮助 is said, then each does what it says', () => {
    const talk = talking(open, second).says('接受').says('帮助').hears('答复方案', '编号', '2. RF');
    talk.says('返回').hears('第一步', '2. RF').says('重来').hears('重新开始', '2. RF');
    talk.says('进度').hears('您共有 2 份申请', '要接受哪一个').says('取消').hears('没有做任何更改');
    talk.says('1').hears('¥1.00', '2. RF').doesNotHear('已接受');
  });
});

describe('an offer the customer cannot have seen yet', () => {
  const replaced = offered(5_000, offerWithdrawn(open, MONDAY + 1), MONDAY + 2);

  it.each(['接受', '拒绝'])(
    'when "%s" is said, then it is shown first, and 确认 or the word answers it',
    (word) => {
      for (const yes of ['确认', word]) {
        const talk = talking(replaced).says(word).hears('¥50.00', '确认');
        expect(talk.commands).toEqual([]);
        talk.says(yes);
        expect(answerOf(talk)).toMatchObject({ offerId: 'offer-2' });
      }
    },
  );

  it('when it is declined after it was shown, then it is declined, whatever was said before', () => {
    expect(answerOf(talking(replaced).says('接受', '拒绝'))?.answer.kind).toBe('decline');
  });

  it('once it has been delivered, when 接受 is said, then it is accepted at once', () => {
    expect(answerOf(talking(told(replaced)).says('接受'))).toMatchObject({ offerId: 'offer-2' });
  });
});

describe('no open offer', () => {
  it.each(['接受', '拒绝', 'accept', 'decline'])(
    'when "%s" is said, then it says so, and how the cases stand',
    (word) => {
      const han = /\p{Script=Han}/u.test(word);
      const none = han ? '没有等您答复的退款方案' : 'no offer waiting';
      talking(rejected())
        .says(word)
        .hears(none, han ? '未通过' : 'Declined');
      talking()
        .says(word)
        .hears(none, han ? '还没有退款申请' : 'no refund applications');
      const talk = talking(offered())
        .waits(9 * DAY_MS)
        .says(word)
        .hears(none);
      expect(talk.commands).toEqual([]);
    },
  );

  it('in the middle of a form, when 接受 is said, then it is no description', () => {
    const talk = chat()
      .reaches('description')
      .says('接受')
      .hears('没有等您答复', '情况说明')
      .isAt('description');
    expect(talk.draft.text).toBeNull();
  });

  it.each(['88', '¥88.50', '0', '-1'])('when "%s" is said, then it is not understood', (text) => {
    talking(aCase()).says(text).hears('没有明白').doesNotHear('金额');
  });
});

describe('an answer to an offer that comes to nothing', () => {
  it.each([
    ['no_open_offer', '没有生效', '进度'],
    ['amount_exceeds_refundable', '不足', '进度'],
    ['refund_window_closed', '超过一年', '人工'],
    ['case_not_found', '没有找到', '进度'],
  ] as const)('for %s, when it is told, then it says why and what to do next', (refusal, why, next) => {
    chat({ cases: [open], refusal })
      .says('接受')
      .hears(why, next)
      .doesNotHear('已接受');
  });
});

describe('an offer and a request at once', () => {
  const asked = requested('请提供序列号', another());

  it('when words and amounts are said, then they go to the offer; everything else to the request', () => {
    expect(talking(open, asked).says('接受').commands).toMatchObject([{ type: 'answer_offer' }]);
    expect(talking(open, asked).says('99').commands).toMatchObject([{ type: 'answer_offer' }]);
    const given = { type: 'give_information', caseNo: asked.caseNo };
    for (const text of ['SN-1', '420000123420261120123456', '好的'])
      expect(talking(open, asked).says(text).commands).toMatchObject([{ ...given, given: { text } }]);
    expect(talking(open, asked).sendsPicture('m-1').commands).toMatchObject([given]);
  });
});
