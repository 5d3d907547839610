import { describe, expect, it } from '@jest/globals';
import { type World, anOrder, chat, opened } from '../support/chat.ts';

const membership = anOrder({ description: 'Annual membership' });
const course = anOrder({
  outTradeNo: 'ORDER-2',
  transactionId: '4200000000202511200000000002',
  description: 'Writing course',
  amountFen: 1_230,
  refundableFen: 1_230,
  paidAt: Date.parse('2025-11-20T09:00:00+08:00'),
});
const talking = (world: World = {}) => chat({ orders: [membership, course], ...world });

describe('an application in English', () => {
  it('from refund to confirm, when every question is answered, then all of it is English, and so is the command', () => {
    const talk = talking();
    talk
      .says('refund')
      .hears(
        'Which order would you like refunded?',
        '1. Annual membership ¥198.00, 27 Feb',
        '2. Writing course ¥12.30, 20 Nov 2025',
        '3. Another order',
        'Reply with its number.',
      );
    talk.says('2').hears('1. Technical failure', '9. Another reason');
    talk.says('1').hears('1–500 characters').says('I cannot log in.\r\nNot on any phone.');
    talk.hears('9 at most').sendsPicture('m-1').hears('Picture 1 received');
    talk.says('back', 'The second try').hears('We have 1 picture,').sendsPicture('m-2').says('done');
    talk.hears(
      '1. Order: Writing course (¥12.30)',
      '2. Reason: Technical failure: it does not work properly',
      '3. What happened: The second try',
      '4. Pictures: 2',
      'we will answer you by the end of Thu 5 Mar.',
    );
    talk.says('edit 4', 'clear').hears('have been removed').says('skip').hears('4. Pictures: none');
    talk.says('confirm').hears('Case number: RF20260302ABCDEF', 'by the end of Thu 5 Mar.', '“status”');
    for (const reply of talk.replies) expect(JSON.stringify(reply)).not.toMatch(/\p{Script=Han}/u);
    expect(talk.commands).toMatchObject([
      { language: 'en', reason: { category: 'technical_failure', text: 'The second try' }, evidence: [] },
    ]);
  });

  it('whose answer is not as usual, when it is told, then it says what is different', () => {
    const submitted = (world: World) => talking(world).reaches('summary').says('confirm');
    submitted({ outcome: { ...opened, provisional: true } }).hears('provisional until');
    submitted({ outcome: { ...opened, verified: false } }).hears('has not been matched to your account');
    submitted({ outcome: { ok: false, code: 'already_open', caseNo: 'RF20260228QQQQQQ' } }).hears(
      'already an application',
      'RF20260228QQQQQQ',
    );
    submitted({ outcome: { ok: false, code: 'already_open', caseNo: null } }).doesNotHear('case null', 'RF');
    submitted({ outcome: { ok: false, code: 'foreign_order' } }).hears('another WeChat account', 'LI6666ZZa');
    submitted({ outcome: { ok: false, code: 'nothing_refundable' } }).hears('left to refund');
  });

  it('with an answer that cannot be used, when it comes three times, then an example and a person are offered', () => {
    talking().says('refund', 'x', 'x').hears('For example').says('x').hears('“agent”');
    const tooLong = talking().reaches('description').says('help', 'x'.repeat(501));
    tooLong.hears('at most 500 characters', 'has 501');
  });

  it('of one order number, when it cannot be checked, then it is taken and goes on', () => {
    const talk = talking({ orders: [] })
      .says('refund')
      .hears('could not find any order', 'transaction number');
    talk.says('SHOP-20260101').hears('cannot check order SHOP-20260101', '[2/5 Reason]').isAt('reason');
  });
});

describe('the language in the middle of a form', () => {
  it('when a command comes in the other one, then the question is asked again in it and the draft stays', () => {
    const talk = chat().reaches('reason');
    const { id } = talk.draft;
    talk.says('help').hears('[2/5 Reason]', 'What you can do now').isAt('reason');
    talk.says('2').hears('What happened').says('政策').hears('14 天', '情况说明').says('Not used');
    talk.hears('图片凭证').says('skip').hears('[5/5 Check and submit]', '3. What happened: Not used');
    talk
      .says('改2')
      .hears('请选择退款原因')
      .says('9')
      .hears('核对并提交')
      .says('Confirm')
      .hears('Case number:');
    expect(talk.commands).toMatchObject([{ draftId: id, language: 'en', reason: { category: 'other' } }]);
  });

  it.each([
    ['refund', '退款', '技术故障，无法正常使用', '2. 原因：技术故障'],
    ['退款', 'refund', 'Technical failure: it does not work properly', '2. Reason: Technical failure'],
  ])(
    'a choice by its label of a list in the other one: from %s to %s it is understood',
    (first, then, label, line) => {
      const talk = chat().says(first, '1').isAt('reason').says(label).isAt('description');
      expect(talk.draft.category).toBe('technical_failure');
      talk.says('坏了 broken', 'skip', then, '1').isAt('summary').hears(line);
    },
  );

  it.each(['其他订单', 'another order', '3 Another order', '３、其他订单'])(
    'the last line of the orders, when it is answered as "%s", then a number is asked for in either language',
    (label) => {
      chat().says('refund', label).isAt('order_number');
      chat().says('退款', label).isAt('order_number');
    },
  );

  it('an order by its line of the list in the other one, when it is answered, then it is chosen', () => {
    chat().says('refund', '年度会员 ¥198.00 2月27日').isAt('reason');
    chat().says('退款', '年度会员 ¥198.00, 27 Feb').isAt('reason');
  });

  it.each(['Continue', '1', '1. continue', '继续'])(
    'a draft to go on with, when answered "%s", then it goes on',
    (text) => {
      chat().reaches('reason').says('refund').hears('1. Continue').says(text).isAt('reason');
      chat().reaches('reason').says('退款').hears('1. 继续').says(text).isAt('reason');
    },
  );

  it('continue or 继续, when typed, then the form goes on in its language', () => {
    chat().reaches('reason').says('退款', 'CONTINUE').hears('[2/5 Reason]');
    chat().reaches('reason').says('refund', '继续').hears('退款原因');
  });

  it.each(['Start again', '重新开始', '2'])(
    'a draft to begin anew, when answered "%s", then it does',
    (text) => {
      for (const word of ['refund', '退款']) chat().reaches('reason').says(word, text).isAt('order');
    },
  );

  it('a description in the other one, when it is given, then the language stays', () => {
    chat().reaches('description').says('I would like my money back').hears('图片凭证');
    chat().says('refund', '1', '2', '想退款').hears('[4/5 Pictures]');
  });
});

describe('what is offered to those who read the other language', () => {
  it('when they follow, ask for help or are not understood, then each language says itself how it is had', () => {
    chat().does('subscribe').hears('您好', 'For English, reply “help”.');
    chat().says('帮助').hears('For English, reply “help”.');
    chat().says('hello?').hears('没有明白', 'For English, reply “help”.');
    chat()
      .says('help')
      .hears('apply for a refund', '需要中文服务，请回复 帮助。')
      .says('???')
      .hears('did not understand');
    chat().says('help', 'nonsense').hears('需要中文服务').doesNotHear('For English');
  });
});

describe('what can be asked in English', () => {
  it('policy, when it is asked, then it is short, says every term, and leads to the whole', () => {
    chat()
      .says('policy')
      .hears('Refund Policy', '14 days', '3 business days', '5 business days', '15 business days', '30 days')
      .hears('https://shop.example/policy?lang=en')
      .doesNotHear('退款');
  });

  it('appeal and withdraw, when there is nothing for them, then they say when there is', () => {
    chat().says('appeal').hears('within 30 days of a refusal', 'no refund applications yet');
    chat().says('withdraw').hears('has ended cannot be withdrawn', 'no refund applications yet');
  });

  it('what cannot be handled, when it is sent, then it is named', () => {
    chat().says('help').sends('voice').hears('voice messages').sends('sticker').hears('this kind of message');
    chat().says('help').sendsPicture('m-1').hears('has not been used');
  });

  it('after submitting, when confirm, edit or back are said, then each is answered', () => {
    const talk = talking().reaches('summary').says('confirm');
    talk.says('confirm').hears('no need to confirm it again').says('edit 2').hears('no longer be edited');
    talk.says('back').hears('no application open');
  });
});
