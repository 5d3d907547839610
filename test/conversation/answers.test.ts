import { describe, expect, it } from '@jest/globals';
import { anOrder, chat } from '../support/chat.ts';

describe('a choice', () => {
  it.each([
    '3',
    '３',
    '3.',
    '3、',
    '３．',
    '③',
    '⒊',
    '(3)',
    '⑶',
    '3 服务无法提供',
    '3. 服务无法提供',
    '服务无法提供',
    ' 3 ',
  ])('made as "%s", when it means the third, then it is taken', (typed) => {
    expect(chat().reaches('reason').says(typed).isAt('description').draft.category).toBe(
      'service_unavailable',
    );
  });

  it.each(['0', '10', '99', '3个', '三四', '-3', '3 不可抗力', '1 2', '退款原因'])(
    'made as "%s", which is none of the list, when it is answered, then it is asked again',
    (typed) => {
      const talk = chat()
        .reaches('reason')
        .says(typed)
        .isAt('reason')
        .hears('没有找到对应的选项', '1. 技术故障');
      expect(talk.draft.category).toBeNull();
    },
  );

  it('tapped, when its id is the choice’s, then it is taken whatever its words', () => {
    expect(chat().reaches('reason').taps('reason:other', '其他').isAt('description').draft.category).toBe(
      'other',
    );
    expect(chat().says('退款').taps('order:ORDER-2', '课程').isAt('reason').draft.order?.outTradeNo).toBe(
      'ORDER-2',
    );
    chat().says('退款').taps('order:other', '其他').isAt('order_number');
  });

  it('tapped in a list asked before, when another question is open, then it is not taken for its answer', () => {
    const talk = chat().reaches('description').taps('reason:other', '其他原因').isAt('description');
    talk.hears('之前问题的选项', '情况说明');
    expect(talk.draft.text).toBeNull();
  });

  it('named by an order’s description, when it names one order, then it is taken; when two, then not', () => {
    expect(chat().says('退款', '写作课程').isAt('reason').draft.order?.outTradeNo).toBe('ORDER-2');
    const twins = [anOrder(), anOrder({ outTradeNo: 'ORDER-9' })];
    chat({ orders: twins }).says('退款', '年度会员').isAt('order').hears('没有找到对应的订单');
  });
});

describe('a description', () => {
  it.each([
    ['one character', '坏', '坏'],
    ['500 characters', '字'.repeat(500), '字'.repeat(500)],
    ['500 characters in blanks', `  ${'字'.repeat(500)}\n`, '字'.repeat(500)],
    ['500 emoji', '😀'.repeat(500), '😀'.repeat(500)],
    ['a joined emoji', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['digits only', '12', '12'],
    ['a word inside a sentence', '我想退款', '我想退款'],
    ['control characters', 'a\u0000b\u001dc]]>\ud800', 'abc]]>'],
  ])('of %s, when it is sent, then it is kept whole', (_, sent, kept) => {
    const talk = chat().reaches('description').says(sent).isAt('evidence');
    expect(talk.draft.text).toBe(kept);
    talk.says('跳过').hears('3. 说明：').says('确认');
    expect(talk.applications[0]?.reason.text).toBe(kept);
  });

  it.each([
    ['501 characters', '字'.repeat(501), '501'],
    ['501 emoji', '😀'.repeat(501), '501'],
    ['20,000 characters', 'x'.repeat(20_000), '20000'],
  ])('of %s, when it is sent, then it says how long it was and keeps nothing', (_, sent, length) => {
    const talk = chat().reaches('description').says(sent).isAt('description').hears('最多 500 字', length);
    expect(talk.draft.text).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' 　\n\t '],
    ['control characters alone', '\u0000\u001d\u0007'],
    ['invisible characters alone', '\u200b\u200d\ufeff'],
  ])('of %s, when it is sent, then it is asked again', (_, sent) => {
    expect(chat().reaches('description').says(sent).isAt('description').hears('说明').draft.text).toBeNull();
  });

  it.each(['确认', '跳过', '完成', 'skip', 'Continue', '改2', '清空', '继续'])(
    'of "%s", which is a word of the form, when it is sent, then it is not taken for a description',
    (word) => {
      const talk = chat().reaches('description').says(word).isAt('description');
      if (/[a-z]/i.test(word)) talk.hears('does nothing at this step', 'What happened');
      else talk.hears('用不到这个指令', '情况说明');
      expect(talk.draft.text).toBeNull();
    },
  );

  it('WeChat’s own line for a message it cannot show, when it comes, then it is not taken for a description', () => {
    const talk = chat()
      .reaches('description')
      .says('【收到不支持的消息类型，暂无法显示】')
      .isAt('description');
    talk.hears('无法处理', '情况说明');
    expect(talk.draft.text).toBeNull();
  });
});

describe('evidence', () => {
  it.each(['跳过', 'skip', '完成', 'done', 'ＤＯＮＥ'])(
    'when ended with "%s" and no picture, then there is none',
    (word) => {
      expect(chat().reaches('evidence').says(word).isAt('summary').draft.evidence).toEqual([]);
    },
  );

  it('when ended with 跳过 after pictures, then they are kept', () => {
    expect(
      chat().reaches('evidence').sendsPicture('m-1').says('跳过').isAt('summary').draft.evidence,
    ).toEqual(['m-1']);
  });

  it('when the ninth picture comes, then the summary follows; a tenth is kindly refused', () => {
    const nine = Array.from({ length: 9 }, (_, n) => `m-${String(n)}`);
    const talk = chat()
      .reaches('evidence')
      .sendsPicture(...nine)
      .isAt('summary')
      .hears('已满 9 张', '4. 图片：9 张');
    talk.sendsPicture('m-10').isAt('summary').hears('最多 9 张', '改4');
    expect(talk.draft.evidence).toEqual(nine);
    talk.says('改4').hears('已有 9 张', '清空').sendsPicture('m-11').isAt('summary').hears('已满 9 张');
    expect(talk.draft.evidence).toEqual(nine);
  });

  it('when the same picture comes twice, then it counts once', () => {
    expect(chat().reaches('evidence').sendsPicture('m-1', 'm-1').draft.evidence).toEqual(['m-1']);
  });

  it('when a text comes, then pictures are asked for again', () => {
    chat().reaches('evidence').says('截图在这里').isAt('evidence').hears('请发送图片', '跳过', '完成');
  });
});

describe('an answer that cannot be used', () => {
  it('when it is the second in a row, then an example is given; the third, a person is offered; a good one ends it', () => {
    const talk = chat().reaches('reason');
    talk.says('嗯').doesNotHear('例如', '人工').says('呃').hears('例如').doesNotHear('人工');
    talk.says('啊').hears('例如', '人工').says('哦').hears('人工');
    talk.says('1').isAt('description').says('').doesNotHear('例如');
  });

  it.each(['order', 'order_number', 'reason', 'description', 'evidence', 'summary'] as const)(
    'at %s, when it comes three times, then there is an example and a person is offered',
    (step) => {
      const talk = chat().reaches(step).says('\u200b').doesNotHear('例如');
      talk.says('\u200b').hears('例如').says('\u200b').hears('例如', '人工').isAt(step);
    },
  );

  it('when a question is asked in between, then the count goes on', () => {
    chat().reaches('reason').says('嗯', '政策', '呃').hears('例如');
  });

  it('of three, when 人工 follows, then it is handed over and the draft stays', () => {
    chat().reaches('reason').says('嗯', '呃', '啊', '人工').isHandedOver().isAt('reason');
  });
});
