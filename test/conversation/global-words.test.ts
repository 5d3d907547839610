import { describe, expect, it } from '@jest/globals';
import { stepIds } from '../../src/conversation/state.ts';
import { chat } from '../support/chat.ts';

/** A part of the question each step asks, in either language. */
const questions = {
  order: ['选择订单', 'Choose the order'],
  order_number: ['订单号码', 'Order number'],
  reason: ['退款原因', 'Reason'],
  description: ['情况说明', 'What happened'],
  evidence: ['图片凭证', 'Pictures'],
  summary: ['核对并提交', 'Check and submit'],
} as const;

/** Of two texts the one in the language of a word. */
const spoken = (word: string, [zh, en]: readonly [string, string]): string =>
  /\p{Script=Han}/u.test(word) ? zh : en;

describe.each(stepIds)('at %s', (step) => {
  it.each(['政策', 'policy', ' ＰＯＬＩＣＹ '])(
    'when "%s" is asked, then it is answered and the form goes on',
    (word) => {
      const talk = chat().reaches(step);
      const before = talk.draft;
      talk
        .says(word)
        .hears(
          'https://shop.example/policy',
          spoken(word, ['14 天', '14 days']),
          spoken(word, questions[step]),
        )
        .isAt(step);
      expect(talk.draft).toEqual(before);
    },
  );

  it.each(['进度', 'status'])('when "%s" is asked, then it is answered and the form goes on', (word) => {
    const none = spoken(word, ['还没有退款申请', 'no refund applications yet']);
    chat().reaches(step).says(word).hears(none, spoken(word, questions[step])).isAt(step);
  });

  it.each([
    ['申诉', '没有可以申诉的事项'],
    ['appeal', 'nothing you can appeal against'],
    ['撤回', '没有可以撤回的申请'],
    ['Withdraw', 'no application you can withdraw'],
    ['接受', '没有等您答复的退款方案'],
    ['Decline', 'no offer waiting for your answer'],
  ])(
    'when "%s" is said with no case it could be about, then it says so, and the form goes on',
    (word, none) => {
      const talk = chat().reaches(step);
      const before = talk.draft;
      talk.says(word).hears(none, spoken(word, questions[step])).isAt(step);
      expect(talk.draft).toEqual(before);
    },
  );

  it.each(['帮助', 'HELP'])('when "%s" is asked, then it says what can be typed here', (word) => {
    const talk = chat().reaches(step).says(word).isAt(step);
    if (word === '帮助') talk.hears('现在可以', '返回', '取消', '重来', '人工');
    else talk.hears('you can do now', '“back”', '“cancel”', '“restart”', '“agent”');
  });

  it.each(['人工', 'agent'])('when "%s" is asked, then it is handed over and the draft stays', (word) => {
    chat().reaches(step).says(word).isHandedOver().isAt(step);
  });

  it.each(['取消', 'cancel'])('when "%s" is said, then the draft is gone', (word) => {
    chat()
      .reaches(step)
      .says(word)
      .hears(spoken(word, ['已取消', 'is cancelled']))
      .isAt(null)
      .says('1')
      .hears(spoken(word, ['没有明白', 'did not understand']));
  });

  it.each(['重来', 'restart'])('when "%s" is said, then a new draft begins at the first question', (word) => {
    const talk = chat().reaches(step);
    const { id } = talk.draft;
    talk
      .says(word)
      .hears(spoken(word, ['重新开始', 'start again']), spoken(word, questions.order))
      .isAt('order');
    expect(talk.draft.id).not.toBe(id);
    expect(talk.draft).toMatchObject({ order: null, category: null, text: null, evidence: [] });
  });

  it.each(['退款', 'refund'])('when "%s" is said, then 1 goes on', (word) => {
    const talk = chat().reaches(step);
    const { id } = talk.draft;
    talk
      .says(word)
      .hears(spoken(word, ['1. 继续', '1. Continue']), spoken(word, ['2. 重新开始', '2. Start again']));
    talk.says('1').isAt(step).hears(spoken(word, questions[step]));
    expect(talk.draft).toMatchObject({ id, resuming: false });
  });

  it('when 退款 is said and then 2, then a new draft begins', () => {
    const talk = chat().reaches(step);
    const { id } = talk.draft;
    talk.says('退款', '2').hears('选择订单').isAt('order');
    expect(talk.draft.id).not.toBe(id);
  });

  it('when a voice message comes, then it is kindly explained and asked again', () => {
    chat().reaches(step).sends('voice').hears('语音', questions[step][0]).isAt(step);
  });
});

describe('返回', () => {
  it.each([
    ['order_number', 'order'],
    ['reason', 'order'],
    ['description', 'reason'],
    ['evidence', 'description'],
    ['summary', 'evidence'],
  ] as const)('at %s, when it is said, then %s is asked again', (from, to) => {
    const [zh, en] = questions[to];
    chat().reaches(from).says('返回').isAt(to).hears(zh);
    chat().reaches(from).says('Back').isAt(to).hears(en);
  });

  it('at the first question, when it is said, then it says that there is none before', () => {
    chat().says('退款', '返回').isAt('order').hears('第一步', '选择订单');
  });

  it('when an answer is given again, then it replaces the first', () => {
    const talk = chat().reaches('description').says('返回', '9').isAt('description');
    expect(talk.draft.category).toBe('other');
  });
});

describe('outside a form', () => {
  it.each(['返回', '取消', '重来', 'back', 'cancel', 'restart'])(
    'when "%s" is said, then it says that nothing is open',
    (word) => {
      chat()
        .says(word)
        .hears(
          spoken(word, ['没有正在填写的申请', 'no application open']),
          spoken(word, ['退款', '“refund”']),
        )
        .isAt(null);
    },
  );

  it('when 帮助 is asked, then it names every word', () => {
    chat().says('帮助').hears('退款', '进度', '政策', '申诉', '撤回', '人工');
  });

  it.each(['退款啊', '我要退款', 'refund please', '退 款', '退款。', '你好', '1'])(
    'when "%s" is said, which is no command, then it says kindly what is',
    (text) => {
      chat().says(text).hears('没有明白', '退款', '人工').isAt(null);
    },
  );

  it.each(['退款', ' 退款 ', 'REFUND', 'ＲｅＦｕｎＤ', '　refund\n', '退款\u200b', '\u0000退款'])(
    'when "%s" is said, then an application begins',
    (text) => {
      chat().says(text).isAt('order');
    },
  );

  it('when 政策 is asked, then it is short, says every term, and leads to the whole', () => {
    chat()
      .says('政策')
      .hears(
        '退款政策',
        '14 天',
        '3 个工作日',
        '5 个工作日',
        '15 个工作日',
        '30 天',
        'https://shop.example/policy',
      );
  });
});

describe('the language', () => {
  it('when a command is typed in one, then it holds until a command in the other', () => {
    const talk = chat();
    const spoken = (...texts: string[]) => talk.says(...texts).conversation.language;
    expect(spoken('refund')).toBe('en');
    expect(spoken('1', '2', 'it does not start')).toBe('en');
    expect(spoken('进度')).toBe('zh');
    expect(spoken('skip')).toBe('en');
    expect(spoken('改2')).toBe('zh');
    expect(spoken('1', 'Edit 3')).toBe('en');
    expect(spoken('中文说明')).toBe('en');
    talk.says('confirm');
    expect(talk.applications[0]?.language).toBe('en');
  });

  it('when a menu is tapped or a picture sent, then it stays', () => {
    const talk = chat().says('help').does('click', '退款').sendsPicture('m-1').does('click', 'STATUS');
    expect(talk.conversation.language).toBe('en');
  });
});
