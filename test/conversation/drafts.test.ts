import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../src/domain/time.ts';
import { chat } from '../support/chat.ts';

describe('while asked to continue or begin again', () => {
  it('when 返回 is said, then the form goes on', () => {
    chat()
      .reaches('reason')
      .says('退款', '返回')
      .isAt('reason')
      .hears('退款原因')
      .says('1')
      .isAt('description');
  });

  it('when it is tapped or answered by its label, then it is understood', () => {
    chat().reaches('reason').says('退款').taps('resume:continue', '继续').hears('退款原因');
    chat().reaches('reason').says('退款', '重新开始').isAt('order');
    chat().reaches('reason').says('退款', '继续').isAt('reason').hears('退款原因');
  });

  it.each(['3', '1 2', '确认', '好', '完成'])(
    'when answered with "%s", then it is asked again and the draft is untouched',
    (text) => {
      const talk = chat().reaches('description').says('退款', text).hears('回复 1 或 2', '1. 继续');
      expect(talk.draft).toMatchObject({ step: 'description', text: null, resuming: true });
    },
  );

  it('when asked for help or sent a picture, then it is asked again', () => {
    chat().reaches('evidence').says('退款', '帮助').hears('1. 继续').sendsPicture('m-1').hears('1. 继续');
    chat().reaches('evidence').says('退款', '退款').hears('1. 继续').says('政策').hears('policy', '1. 继续');
  });

  it('when it cannot be understood three times, then a person is offered', () => {
    chat().reaches('reason').says('退款', 'a', 'b', 'c').hears('人工', '1. 继续');
  });
});

describe('a draft left lying', () => {
  it('for seven days, when it is gone on with, then it goes on', () => {
    chat()
      .reaches('reason')
      .waits(7 * DAY_MS)
      .says('1')
      .isAt('description');
  });

  it.each(['1', '确认', '退款', '重来', '你好'])(
    'for longer, when "%s" is said, then it says so and begins anew',
    (text) => {
      const talk = chat().reaches('reason');
      const { id } = talk.draft;
      talk
        .waits(7 * DAY_MS + 1)
        .says(text)
        .isAt('order')
        .hears('7 天', '选择订单');
      expect(talk.draft.id).not.toBe(id);
      talk.says('1').isAt('reason');
    },
  );

  it('for longer, when a picture comes, then it begins anew', () => {
    chat()
      .reaches('evidence')
      .waits(8 * DAY_MS)
      .sendsPicture('m-1')
      .isAt('order')
      .hears('7 天');
  });

  it.each(['进度', '政策', '帮助', '取消', '返回'])(
    'for longer, when "%s" is said, then it is answered and the draft is gone',
    (word) => {
      chat()
        .reaches('reason')
        .waits(8 * DAY_MS)
        .says(word)
        .hears('7 天')
        .isAt(null)
        .doesNotHear('选择订单');
    },
  );

  it('each answer, when it is given, then keeps the draft alive for another seven days', () => {
    const talk = chat()
      .reaches('reason')
      .waits(6 * DAY_MS)
      .says('1')
      .waits(6 * DAY_MS)
      .says('坏了')
      .isAt('evidence');
    talk
      .waits(6 * DAY_MS)
      .says('政策')
      .waits(6 * DAY_MS)
      .says('跳过')
      .isAt('summary');
  });

  it.each([0, 2])(
    'made by version %i of the form, when it is answered, then nothing is guessed',
    (flowVersion) => {
      const { conversation } = chat().reaches('summary');
      const draft = conversation.draft && { ...conversation.draft, flowVersion };
      const talk = chat({ conversation: { ...conversation, draft } })
        .says('确认')
        .hears('申请表有更新')
        .isAt('order');
      expect(talk.applications).toEqual([]);
    },
  );
});
