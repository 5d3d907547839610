import { describe, expect, it } from '@jest/globals';
import { checkReply, replyText } from '../../src/conversation/colleague.ts';
import { conversationSchema } from '../../src/conversation/state.ts';
import { MINUTE_MS } from '../../src/domain/time.ts';
import { NOW, aCase } from '../support/case.ts';
import { chat } from '../support/chat.ts';

const KF = 'xiaolin@gh_desk';

describe('a customer who asks for a person', () => {
  it.each([
    ['人工', 'zh'],
    ['agent', 'en'],
  ])('%s: is handed over, and the date of our answer is to be said in that language', (word, language) => {
    const talk = chat().says(word).isHandedOver();
    const asked = { type: 'request_person', language, asks: true, duringForm: false };
    expect(talk.commands).toMatchObject([asked]);
  });

  it('in the middle of the form: the form stays, and that is to be said', () => {
    const talk = chat().reaches('description').says('人工').isHandedOver().isAt('description');
    expect(talk.commands).toMatchObject([{ duringForm: true }]);
  });

  it('while we ask about one of their cases: the question stays, and that is to be said', () => {
    const talk = chat({ cases: [aCase()], now: NOW })
      .says('撤回')
      .says('人工')
      .isHandedOver();
    expect(talk.commands).toMatchObject([{ duringForm: true }]);
    talk.says('确认');
    expect(talk.commands.at(-1)).toMatchObject({ type: 'withdraw' });
  });

  it.each([
    ['a text nobody else understands', (talk: ReturnType<typeof chat>) => talk.says('我的钱什么时候到？')],
    ['a picture', (talk: ReturnType<typeof chat>) => talk.sendsPicture('m-1')],
    ['a voice message', (talk: ReturnType<typeof chat>) => talk.sends('voice')],
  ])('and still waits, sends %s: it is passed on too', (_what, send) => {
    const talk = send(chat({ threadOpen: true })).isHandedOver();
    expect(talk.commands).toMatchObject([{ type: 'request_person', asks: false }]);
  });

  it('and still waits, asks what we can answer: we answer', () => {
    const talk = chat({ threadOpen: true }).says('政策').hears('https://shop.example/policy');
    talk.says('退款').isAt('order').says('取消').hears('已取消');
    expect(talk.commands).toEqual([]);
  });

  it('and waits for nobody, says what nobody understands: hears what can be typed', () => {
    chat().says('我的钱什么时候到？').hears('没有明白').sendsPicture('m-1').hears('图片未被使用');
  });
});

describe('while a colleague talks with the customer', () => {
  it('whatever they type, a word of ours or an answer to the form, is passed on and the form stands still', () => {
    const talk = chat().reaches('description').does('person_joined', KF).hearsNothing();
    const { draft } = talk;
    for (const said of ['登录不上', '退款', '取消', '人工', '1']) talk.says(said).isHandedOver();
    talk.sendsPicture('m-1').isHandedOver().sends('voice').isHandedOver();
    expect(talk.draft).toEqual(draft);
    expect(talk.commands).toEqual([]);
  });

  it('a question about a case stands still too, and 返回 asks it again', () => {
    const talk = chat({ cases: [aCase()], now: NOW })
      .says('撤回')
      .does('person_joined', KF);
    talk.says('确认').isHandedOver().says('返回').hears('已恢复自助服务', '确认');
    expect(talk.commands).toEqual([]);
    talk.says('确认');
    expect(talk.commands).toMatchObject([{ type: 'withdraw' }]);
  });

  it('a tap on the menu, which cannot be passed on: says how to come back', () => {
    chat().does('person_joined', KF).does('click', '退款').hears('客服正在为您服务', '返回').isAt(null);
  });

  it.each([
    ['返回', '已恢复自助服务', '情况说明'],
    ['back', 'back with the automatic service', 'What happened'],
  ])('%s: we answer again at once, and ask what stood open', (word, said, question) => {
    const talk = chat().reaches('description').does('person_joined', KF).says(word).hears(said, question);
    talk.says('登录不上，还没有用过').isAt('evidence');
  });

  it('返回 without a form: says what can be typed', () => {
    chat().does('person_joined', KF).says('返回').hears('已恢复自助服务', '退款').says('政策').hears('14 天');
  });

  it('a tap on 返回 in the menu does the same', () => {
    chat().does('person_joined', KF).does('click', '返回').hears('已恢复自助服务');
  });

  it('the talk goes from one colleague to another: it goes on, since when it began', () => {
    const talk = chat().does('person_joined', KF).waits(MINUTE_MS).does('person_joined', 'li@gh_desk');
    expect(talk.conversation.person).toMatchObject({ kfAccount: 'li@gh_desk' });
    const { since = 0, activeAt = 0 } = talk.conversation.person ?? {};
    expect(activeAt - since).toBe(MINUTE_MS);
  });

  it('thirty minutes without a word: the next message is for us again', () => {
    const talk = chat()
      .does('person_joined', KF)
      .waits(30 * MINUTE_MS)
      .says('政策')
      .isHandedOver();
    talk
      .waits(30 * MINUTE_MS)
      .says('政策')
      .isHandedOver();
    talk
      .waits(30 * MINUTE_MS + 1)
      .says('政策')
      .hears('https://shop.example/policy');
    expect(talk.conversation.person).toBeNull();
  });
});

describe('after the talk', () => {
  it('ended by the colleague: what they had asked for has ended with it, and we answer again', () => {
    const talk = chat().does('person_joined', KF).says('你好').does('person_left', KF).hearsNothing();
    expect(talk.commands).toMatchObject([{ type: 'end_talk' }]);
    talk.says('政策').hears('https://shop.example/policy');
  });

  it.each([
    ['ended', (talk: ReturnType<typeof chat>) => talk.does('person_left', KF)],
    ['fallen silent', (talk: ReturnType<typeof chat>) => talk.waits(31 * MINUTE_MS)],
  ])(
    '%s with a form open: a word of thanks is no answer to it; first it asks whether to go on',
    (_how, end) => {
      const talk = end(chat().reaches('description').does('person_joined', KF));
      talk.says('谢谢').hears('继续').isAt('description');
      expect(talk.draft.text).toBeNull();
      talk.says('1').hears('情况说明').says('登录不上，还没有用过').isAt('evidence');
    },
  );

  it('an end that no beginning was seen of: the form goes on undisturbed', () => {
    chat().reaches('description').does('person_left', KF).says('登录不上，还没有用过').isAt('evidence');
  });
});

describe('a conversation stored before there were talks', () => {
  it('is one in which nobody talks', () => {
    const stored = { language: 'zh', draft: null, submitted: null };
    expect(conversationSchema.parse(stored).person).toBeNull();
  });
});

describe('what a colleague writes', () => {
  it('reads as from customer service, in the language of the customer', () => {
    expect(replyText('zh', '您好')).toBe('您好\n（客服）');
    expect(replyText('en', 'Hello')).toBe('Hello\n(Customer service)');
  });

  it.each([
    ['nothing', '', 'text_empty'],
    ['blanks and what cannot be seen', ' \n\u200b\u0000', 'text_empty'],
    ['501 characters', '好'.repeat(501), 'text_too_long'],
    ['500 emoji, more than one message carries', '😀'.repeat(500), 'text_too_long'],
  ])('%s: is refused, never cut', (_what, text, code) => {
    expect(checkReply('zh', text)).toEqual({ ok: false, code });
  });

  it('500 characters: are taken, without what WeChat could not carry', () => {
    expect(checkReply('zh', ` ${'好'.repeat(499)}\u0000啊\r\n`)).toEqual({
      ok: true,
      value: `${'好'.repeat(499)}啊`,
    });
  });
});
