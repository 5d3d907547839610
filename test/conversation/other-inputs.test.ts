import { describe, expect, it } from '@jest/globals';
import { newConversation } from '../../src/conversation/state.ts';
import { chat } from '../support/chat.ts';

describe('a picture', () => {
  it.each(['order', 'order_number', 'reason', 'description'] as const)(
    'at %s, when it comes, then it is said when it will be wanted, and asked again',
    (step) => {
      const talk = chat().reaches(step).sendsPicture('m-1').isAt(step).hears('图片凭证', '再发一次');
      expect(talk.draft).toMatchObject({ evidence: [], failures: 0 });
    },
  );

  it('at the summary, when it comes, then it says how to add it', () => {
    const talk = chat().reaches('summary').sendsPicture('m-1').isAt('summary').hears('改4', '1. 订单');
    expect(talk.draft.evidence).toEqual([]);
  });

  it('outside a form, when it comes, then it says that it is not used', () => {
    chat().sendsPicture('m-1').hears('没有正在填写的申请', '退款').isAt(null);
  });
});

describe('what the desk cannot read', () => {
  it.each([
    ['voice', '语音'],
    ['video', '视频'],
    ['shortvideo', '视频'],
    ['location', '位置'],
    ['link', '链接'],
    ['file', '这类消息'],
    ['constructor', '这类消息'],
  ])('%s, when it comes outside a form, then it is kindly explained', (msgType, name) => {
    chat().sends(msgType).hears(`无法处理${name}`, '文字', '退款').isAt(null);
  });
});

describe('an event', () => {
  it('of following, when it comes, then it greets, says what to type, and how English is had', () => {
    const talk = chat().does('subscribe', 'qrscene_1').hears('退款', '进度', '政策');
    expect(talk.heard.split('\n')).toHaveLength(3);
    talk.hears('For English, reply “help”.');
  });

  it('of following again during a form, when it comes, then the draft is still there', () => {
    chat().reaches('reason').does('subscribe').isAt('reason').says('1').isAt('description');
  });

  it.each(['unsubscribe', 'other'] as const)(
    'of kind %s, when it comes, then nothing is answered and nothing changes',
    (event) => {
      expect(chat().does(event, 'REFUND').hearsNothing().conversation).toEqual(newConversation);
      chat().reaches('reason').does(event).hearsNothing().isAt('reason');
    },
  );

  it('of a tap on the menu, when its key is a word, then it acts as the word', () => {
    chat().does('click', 'REFUND').isAt('order').hears('选择订单');
    chat().does('click', 'STATUS').hears('还没有退款申请');
    chat().does('click', 'POLICY').hears('https://shop.example/policy');
    chat().does('click', 'HELP').hears('您可以回复');
    chat().does('click', '进度').hears('还没有退款申请');
  });

  it('of a tap on 人工, when it comes, then the word is asked for, since an event cannot be handed over', () => {
    chat().does('click', 'AGENT').hears('人工');
    chat().reaches('reason').does('click', 'AGENT').hears('人工', '退款原因').isAt('reason');
  });

  it('of a tap with a key nobody knows, when it comes, then it says what can be typed', () => {
    chat().does('click', 'V1001').hears('您可以回复');
  });
});
