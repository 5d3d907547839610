import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts';
import { MONDAY, anOrder, chat, englishChat } from '../support/chat.ts';
import { aCase, after } from '../support/case.ts';
import { another, requested } from '../support/negotiation.ts';

const asked = requested();
const other = requested('请提供付款截图', another());
const talking = (...cases: readonly Case[]) => chat({ cases });
const LAPSED_AT = MONDAY + 15 * DAY_MS;
const lapsed = after(asked, [{ type: 'InformationLapsed' }], LAPSED_AT);
const given = (talk: ReturnType<typeof chat>) =>
  talk.commands.flatMap((command) =>
    command.type === 'give_information' ? [{ caseNo: command.caseNo, ...command.given }] : [],
  );

describe('an open request for information', () => {
  it.each(['SN-12345', '你好', '1', '88', '<xml>&amp;</xml>'])(
    'when "%s" is said, then it is given, and the number and the date of our answer are named',
    (text) => {
      const talk = talking(asked).says(text).hears(asked.caseNo, '谢谢', '最晚 3月5日（周四）答复');
      expect(given(talk)).toEqual([{ caseNo: asked.caseNo, text, evidence: [] }]);
      expect(talk.cases[0]?.status).toBe('in_review');
    },
  );

  it('when a picture is sent, then it is given; and so are those that follow', () => {
    const talk = talking(asked).sendsPicture('m-1').hears('谢谢', asked.caseNo).sendsPicture('m-2', 'm-3');
    expect(talk.hears('谢谢').cases[0]?.evidence).toEqual(['m-1', 'm-2', 'm-3']);
  });

  it('in English, when it is answered, then all of the answer is', () => {
    const talk = englishChat({ cases: [asked] })
      .says('SN-1')
      .hears('Thank you', 'by the end of Thu 5 Mar');
    expect(talk.heard).not.toMatch(/\p{Script=Han}/u);
  });

  it.each([
    '退款',
    '进度',
    '政策',
    '帮助',
    '人工',
    '申诉',
    '撤回',
    '接受',
    '拒绝',
    '返回',
    '取消',
    '重来',
    'status',
  ])('when "%s" is said, then it is no information', (word) => {
    expect(given(talking(asked).says(word))).toEqual([]);
  });

  it.each(['确认', '完成', '跳过', '改3', 'done', '\u200b'])(
    'when "%s" is said, then it is no information either',
    (word) => {
      expect(given(talking(asked).says(word))).toEqual([]);
    },
  );

  it('when a line of an old list is tapped, then that is no information', () => {
    expect(given(talking(asked).taps('reason:other', '其他原因'))).toEqual([]);
  });

  it('when a voice message comes, then it is kindly explained and nothing is given', () => {
    expect(given(talking(asked).sends('voice').hears('语音'))).toEqual([]);
  });

  it('when a form is open, then what is said goes to the form', () => {
    const talk = chat({ cases: [asked], orders: [anOrder()] })
      .reaches('description')
      .says('打不开');
    expect([given(talk), talk.draft.text]).toEqual([[], '打不开']);
  });

  it('when somebody is waited for too, then it goes to the request', () => {
    expect(given(chat({ cases: [asked], threadOpen: true }).says('SN-1'))).toHaveLength(1);
  });

  it('when it was answered by staff meanwhile, then it says that nothing was taken', () => {
    chat({ cases: [asked], refusal: 'nothing_asked' })
      .says('SN-1')
      .hears('没有记入', '人工');
    chat({ cases: [asked], refusal: 'order_has_open_case' })
      .says('SN-1')
      .hears('另一份申请', '人工');
  });
});

describe('several open requests', () => {
  it('when a text comes, then the customer chooses, and it is given to that one only', () => {
    const talk = talking(asked, other)
      .says('SN-1')
      .hears('「SN-1」', '1. RF20260302ABCDEF', '请提供设备', '2. RF20260301ZZZZZZ', '请提供付款截图');
    expect(talk.commands).toEqual([]);
    talk.says('2').hears(other.caseNo, '谢谢');
    expect(given(talk)).toEqual([{ caseNo: other.caseNo, text: 'SN-1', evidence: [] }]);
  });

  it('when pictures come before the choice, then all of them are given', () => {
    const talk = talking(asked, other)
      .sendsPicture('m-1')
      .hears('1 张图片')
      .sendsPicture('m-2')
      .hears('第 2 张');
    talk.says('1');
    expect(given(talk)).toEqual([{ caseNo: asked.caseNo, text: null, evidence: ['m-1', 'm-2'] }]);
  });

  it('when more is sent right after the choice, then it is asked again which it is for', () => {
    const talk = talking(asked, other)
      .sendsPicture('m-1')
      .says('1')
      .sendsPicture('m-2')
      .hears('1. RF', '2. RF');
    talk.says('2');
    expect(given(talk).map(({ caseNo }) => caseNo)).toEqual([asked.caseNo, asked.caseNo]);
  });

  it('when it is cancelled, then nothing is given', () => {
    const talk = talking(asked, other).says('SN-1', '取消').hears('没有做任何更改');
    expect([talk.commands, talk.cases]).toEqual([[], [asked, other]]);
  });

  it('when it is left for longer than a day, then that is said, and nothing was given', () => {
    const talk = talking(asked, other)
      .says('SN-1')
      .waits(DAY_MS + 1)
      .says('进度')
      .hears('24 小时', '您共有 2 份');
    expect(talk.commands).toEqual([]);
    talk.says('2').hears('「2」');
  });
});

describe('after the answer', () => {
  const answered = () => talking(asked).says('SN-1');

  it('within a day, when a text comes, then it is asked whether it belongs to it; more can be added first', () => {
    const talk = answered().says('谢谢').hears('补充到申请里吗', '「谢谢」', '确认');
    talk
      .says('还有一条')
      .hears('「谢谢 还有一条」')
      .sendsPicture('m-9')
      .hears('1 张图片')
      .says('确认')
      .hears('谢谢');
    expect(given(talk)[1]).toEqual({ caseNo: asked.caseNo, text: '谢谢\n还有一条', evidence: ['m-9'] });
  });

  it('when it is not confirmed but cancelled, then nothing is added', () => {
    expect(given(answered().says('谢谢', '取消'))).toHaveLength(1);
  });

  it('when more is written than can be kept, then the rest is asked for later', () => {
    const talk = answered().says('字'.repeat(1_500), '字'.repeat(1_500)).hears('太长').says('确认');
    expect(given(talk)[1]?.text).toBe('字'.repeat(1_500));
  });

  it('when somebody is waited for, then a text is for them', () => {
    const talk = chat({ cases: [asked], threadOpen: true })
      .says('SN-1', '在吗')
      .isHandedOver();
    expect(talk.commands.map(({ type }) => type)).toEqual(['give_information', 'request_person']);
  });

  it('after a day, when a text or picture comes, then it is as it is without a request', () => {
    answered()
      .waits(25 * HOUR_MS)
      .says('SN-2')
      .hears('没有明白')
      .sendsPicture('m-1')
      .hears('图片未被使用');
  });
});

describe('a lapsed case', () => {
  const late = () => chat({ cases: [lapsed], now: LAPSED_AT });

  it('when a picture is sent, then it is open again, with a new date', () => {
    const talk = late().sendsPicture('m-1').hears('重新开启', lapsed.caseNo, '最晚 3月20日');
    expect(talk.cases[0]?.status).toBe('in_review');
  });

  it('when a text comes, then it is open again only once it is confirmed', () => {
    const talk = late().says('你好').hears('确认', '「你好」');
    expect(talk.commands).toEqual([]);
    talk.says('确认').hears('重新开启');
  });

  it('when it is too late, then nothing happens', () => {
    const talk = chat({ cases: [lapsed], now: LAPSED_AT + 40 * DAY_MS })
      .sendsPicture('m-1')
      .says('SN');
    expect(talk.hears('没有明白').commands).toEqual([]);
  });

  it('when another case waits for information, then it is given to that one', () => {
    const waiting = requested('x', another(), LAPSED_AT);
    expect(given(chat({ cases: [waiting, lapsed], now: LAPSED_AT }).says('SN'))).toMatchObject([
      { caseNo: waiting.caseNo },
    ]);
  });

  it('when it is confirmed late, then what is not so any more is said', () => {
    late()
      .says('SN')
      .meanwhile((kase) => aCase({ caseNo: kase.caseNo }))
      .says('确认')
      .hears('有更新', '没有等您补充');
  });
});
