import { describe, expect, it } from '@jest/globals';
import { answerCommand } from '../../src/conversation/take-turn.ts';
import { chat, opened } from '../support/chat.ts';

describe('an application', () => {
  it('from 退款 to 确认, when every question is answered, then is submitted as it was answered', () => {
    const talk = chat();
    talk
      .says('退款')
      .hears('1. 年度会员 ¥198.00 2月27日', '2. 写作课程 ¥99.00 2025年11月20日', '3. 其他订单');
    talk.says('2').hears('退款原因', '1. 技术故障', '9. 其他原因').isAt('reason');
    talk.says('1').hears('情况说明', '500').isAt('description');
    talk.says('  一直登录不上\r\n换了手机也不行  ').hears('图片凭证', '9 张').isAt('evidence');
    talk.sendsPicture('m-1').hears('第 1 张').sendsPicture('m-2').hears('第 2 张', '完成');
    talk.says('完成').isAt('summary');
    talk.hears(
      '1. 订单：写作课程（¥99.00）',
      '2. 原因：技术故障',
      '3. 说明：一直登录不上 换了手机也不行',
      '4. 图片：2 张',
    );
    talk.hears('确认', '改1', '最晚 3月5日（周四）答复');
    talk
      .says('确认')
      .hears('RF20260302ABCDEF', '最晚 3月5日（周四）答复', '进度')
      .doesNotHear('暂定', '核实')
      .isAt(null);
    expect(talk.applications).toEqual([
      {
        type: 'submit_application',
        draftId: 'draft-1',
        language: 'zh',
        order: {
          outTradeNo: 'ORDER-2',
          transactionId: '4200000000202511200000000002',
          matched: true,
        },
        reason: { category: 'technical_failure', text: '一直登录不上\n换了手机也不行' },
        evidence: ['m-1', 'm-2'],
      },
    ]);
  });

  it('submitted, when 确认 comes late or twice, then the number is named again and nothing is submitted', () => {
    const talk = chat().reaches('summary').says('确认', '确认').hears('已经提交', 'RF20260302ABCDEF');
    talk.says('Confirm').hears('RF20260302ABCDEF').says('改2').hears('RF20260302ABCDEF', '人工');
    expect(talk.applications).toHaveLength(1);
  });

  it('confirmed but not yet carried out, when 确认 comes again, then the same draft is submitted', () => {
    const talk = chat().reaches('summary');
    const before = talk.conversation;
    talk.says('确认');
    const again = chat({ conversation: before }).says('确认');
    expect(again.applications).toEqual(talk.applications);
  });

  it('never begun, when 确认 comes, then it is told that nothing waits for it', () => {
    chat().says('确认').hears('没有需要确认的内容', '退款').says('改1').hears('没有明白');
  });

  it('with an incomplete stored draft, when 确认 comes, then the missing question is asked', () => {
    const complete = chat().reaches('summary').conversation;
    const draft = complete.draft && { ...complete.draft, text: null };
    const talk = chat({ conversation: { ...complete, draft } })
      .says('确认')
      .isAt('description');
    expect(talk.applications).toEqual([]);
  });
});

describe('the answer to a submitted application', () => {
  it('whose date may still move, when it is answered, then the date is marked provisional', () => {
    chat({ outcome: { ...opened, provisional: true } })
      .reaches('summary')
      .says('确认')
      .hears('3月5日（周四）（暂定');
  });

  it('whose order is not proven, when it is answered, then it says so', () => {
    chat({ outcome: { ...opened, verified: false } })
      .reaches('summary')
      .says('确认')
      .hears('核实', 'RF20260302ABCDEF');
  });

  it('for an order that has a case, when it is answered, then that case is named, now and later', () => {
    const talk = chat({ outcome: { ok: false, code: 'already_open', caseNo: 'RF20260228QQQQQQ' } });
    talk.reaches('summary').says('确认').hears('RF20260228QQQQQQ', '请勿重复提交').isAt(null);
    talk.says('确认').hears('RF20260228QQQQQQ');
  });

  it('for an order that has a case of someone else, when it is answered, then no number is given away', () => {
    const talk = chat({ outcome: { ok: false, code: 'already_open', caseNo: null } });
    talk.reaches('summary').says('确认').hears('尚未结束的申请').doesNotHear('RF').isAt(null);
    talk.says('确认').hears('没有需要确认的内容');
  });

  it.each([
    ['foreign_order', '另一个微信账号'],
    ['nothing_refundable', '没有可退的金额'],
  ] as const)('refused as %s, when it is answered, then it says why and the draft has ended', (code, why) => {
    chat({ outcome: { ok: false, code } })
      .reaches('summary')
      .says('确认')
      .hears('未能提交', why)
      .isAt(null);
  });
});

describe('the answer to an application, given late', () => {
  it('when another draft has begun since, then that draft is left alone and the number remembered', () => {
    const first = chat().reaches('summary').says('确认');
    const second = chat().reaches('description');
    const [command] = first.applications;
    if (!command) throw new Error('nothing was submitted');
    const late = { type: command.type, command: { ...command, draftId: 'draft-before' }, outcome: opened };
    const { conversation } = answerCommand(second.conversation, late, second.context());
    expect(conversation.draft).toEqual(second.draft);
    expect(conversation.submitted).toEqual({ draftId: 'draft-before', caseNo: opened.caseNo });
  });
});

describe('the summary', () => {
  it('when 改1 is answered, then the order is another and the rest is as it was', () => {
    const talk = chat().reaches('summary').says('改1').hears('选择订单').says('2');
    talk
      .isAt('summary')
      .hears('1. 订单：写作课程', '2. 原因：购买 14 天内', '3. 说明：登录不上', '4. 图片：无');
    talk.says('确认');
    expect(talk.applications[0]?.order.outTradeNo).toBe('ORDER-2');
  });

  it('when 改1 leads to 其他订单, then the number is asked for and the summary follows', () => {
    const talk = chat().reaches('summary').says('改1', '其他订单').isAt('order_number').says('SHOP-20260101');
    talk.isAt('summary').hears('SHOP-20260101', '待核实').says('确认');
    expect(talk.applications[0]?.order).toEqual({
      outTradeNo: 'SHOP-20260101',
      transactionId: null,
      matched: false,
    });
  });

  it('when 改2 is answered, then the reason is another', () => {
    const talk = chat()
      .reaches('summary')
      .says('改2')
      .hears('退款原因')
      .says('8')
      .isAt('summary')
      .hears('2. 原因：个人原因');
    talk.says('确认');
    expect(talk.applications[0]?.reason.category).toBe('own_reasons');
  });

  it('when 改3 is answered, then the description is another', () => {
    const talk = chat().reaches('summary').says('改3').hears('情况说明').says('换个说法').isAt('summary');
    talk.hears('3. 说明：换个说法').says('确认');
    expect(talk.applications[0]?.reason.text).toBe('换个说法');
  });

  it('when 改4 is answered with pictures, then they are added', () => {
    const talk = chat().reaches('evidence').sendsPicture('m-1').says('完成', '改4').hears('已有 1 张');
    talk.sendsPicture('m-2').says('完成').isAt('summary').hears('4. 图片：2 张').says('确认');
    expect(talk.applications[0]?.evidence).toEqual(['m-1', 'm-2']);
  });

  it('when 改4 is answered with 清空, then earlier pictures are gone', () => {
    const talk = chat().reaches('evidence').sendsPicture('m-1').says('完成', '改4', '清空').hears('已清空');
    talk.sendsPicture('m-2').says('完成', '确认');
    expect(talk.applications[0]?.evidence).toEqual(['m-2']);
  });

  it.each(['改 2', '改２', '改②', '修改2', 'edit 2', 'EDIT2', ' Ｅｄｉｔ　２ '])(
    'when edited with "%s", then the reason is asked',
    (words) => {
      chat().reaches('summary').says(words).isAt('reason');
    },
  );

  it.each(['改0', '改5', '改99', '改', '2', '好的'])(
    'when answered with "%s", which edits nothing, then it is asked again',
    (words) => {
      const talk = chat().reaches('summary').says(words).isAt('summary').hears('确认', '改4', '1. 订单');
      expect(talk.applications).toEqual([]);
      expect(talk.draft.editing).toBe(false);
    },
  );

  it('when an edit is left by 返回, then the field is as it was', () => {
    const talk = chat().reaches('summary').says('改3', '返回').isAt('summary').hears('3. 说明：登录不上');
    expect(talk.draft.editing).toBe(false);
    talk.says('改1', '返回').isAt('summary').hears('1. 订单：年度会员');
    talk.says('改1', '其他订单', '返回').isAt('order').says('返回').isAt('summary');
  });

  it('when the step after an edit is left by 返回, then it goes back through the form again', () => {
    chat()
      .reaches('summary')
      .says('改3', '换个说法')
      .isAt('summary')
      .says('返回')
      .isAt('evidence')
      .says('返回')
      .isAt('description');
  });
});
