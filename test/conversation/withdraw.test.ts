import { describe, expect, it } from '@jest/globals';
import { conversationSchema } from '../../src/conversation/state.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { chat, englishChat } from '../support/chat.ts';
import { aCase, approve, when } from '../support/case.ts';
import { another, offered, requested } from '../support/negotiation.ts';

const talking = (...cases: readonly Case[]) => chat({ cases });
const refunding = when(aCase(), approve()).after;

describe('撤回', () => {
  it('of the only case, when it is said, then it is shown, and only 确认 withdraws it', () => {
    const talk = talking(aCase())
      .says('撤回')
      .hears('RF20260302ABCDEF', '年度会员（¥198.00）', '不能恢复', '确认');
    for (const text of ['好', '是的', '1', '撤回吧', '跳过']) talk.says(text).hears('确认 或 取消');
    talk.sendsPicture('m-1').hears('用不到图片');
    expect(talk.commands).toEqual([]);
    talk.says('确认').hears('已撤回', 'RF20260302ABCDEF', '回复 退款 可以重新申请');
    expect(talk.commands).toEqual([{ type: 'withdraw', caseNo: 'RF20260302ABCDEF', language: 'zh' }]);
    expect(talk.cases[0]?.status).toBe('withdrawn');
  });

  it('of several, when it is said, then the customer chooses, can go back, and only that one is withdrawn', () => {
    const talk = talking(aCase(), requested('x', another()), refunding).says('撤回');
    talk.hears('1. RF20260302ABCDEF 年度会员 ¥198.00', '2. RF20260301ZZZZZZ 写作课程').doesNotHear('3.');
    talk.says('1').hears('不能恢复').says('返回').hears('要撤回哪一份').says('2').hears('写作课程', '确认');
    talk.says('确认').hears('已撤回', 'RF20260301ZZZZZZ');
    expect(talk.cases.map(({ status }) => status)).toEqual(['in_review', 'withdrawn', 'refunding']);
  });

  it('in English, when it is gone through, then all of it is English', () => {
    const order = { ...aCase().order, description: 'Annual membership' };
    const talk = englishChat({ cases: [aCase({ order }), aCase({ order, caseNo: 'RF20260301ZZZZZZ' })] });
    talk
      .says('withdraw', 'help', 'x', '2', 'back', '2', 'restart', '1', 'confirm')
      .hears('is withdrawn', '“refund”');
    talk.says('withdraw', 'cancel').hears('nothing has changed');
    for (const reply of talk.replies) expect(JSON.stringify(reply)).not.toMatch(/\p{Script=Han}/u);
  });

  it('with nothing to withdraw, when it is said, then it says so and how the cases stand', () => {
    talking(refunding).says('撤回').hears('没有可以撤回的申请', '退款办理中');
  });

  it('when its refund has begun before 确认, then it says so and nothing changes', () => {
    const talk = talking(aCase())
      .says('撤回')
      .meanwhile(() => refunding)
      .says('确认')
      .hears('没有可以撤回');
    expect(talk.cases).toEqual([refunding]);
    chat({ cases: [aCase()], refusal: 'cannot_withdraw' })
      .says('撤回', '确认')
      .hears('不能撤回', '进度');
  });

  it('when it is cancelled, then nothing changes, and a late 确认 confirms nothing', () => {
    const talk = talking(aCase())
      .says('撤回', '取消')
      .hears('已取消', '没有做任何更改')
      .says('确认')
      .hears('没有需要确认');
    expect(talk.commands).toEqual([]);
  });

  it('at its steps, when 帮助, 返回, 重来, 政策 or 人工 is said, then each does what it says, and it stays open', () => {
    const talk = talking(aCase()).says('撤回');
    talk.says('帮助').hears('撤回申请', '确认', '返回').says('返回').hears('第一步', '不能恢复');
    talk.says('政策').hears('14 天', '不能恢复').says('人工').isHandedOver();
    talk
      .says('重来')
      .hears('重新开始', '不能恢复')
      .sends('voice')
      .hears('语音', '不能恢复')
      .says('确认')
      .hears('已撤回');
  });

  it('in the middle of a form, when it is done or cancelled, then the draft is offered again, as it was', () => {
    for (const end of ['确认', '取消']) {
      const talk = chat({ cases: [aCase()] }).reaches('summary');
      const before = talk.draft;
      talk.says('撤回').hears('不能恢复').says(end).hears('1. 继续').says('1').hears('核对并提交');
      expect(talk.draft).toEqual(before);
      expect(talk.applications).toEqual([]);
    }
  });

  it('when 退款 is said instead, then an application begins and nothing is withdrawn', () => {
    const talk = talking(aCase())
      .says('撤回', '退款')
      .isAt('order')
      .says('取消', '确认')
      .hears('没有需要确认');
    expect(talk.commands).toEqual([]);
  });

  it('in the middle of a form, when 退款 is said instead, then the form goes on and nothing is withdrawn', () => {
    const talk = chat({ cases: [aCase()] })
      .reaches('reason')
      .says('撤回', '退款')
      .hears('1. 继续');
    talk.says('1').hears('退款原因').says('确认').hears('退款原因');
    expect(talk.commands).toEqual([]);
  });

  it('left for longer than a day, when 确认 is said, then it is said, and nothing is withdrawn', () => {
    const talk = talking(aCase())
      .says('撤回')
      .waits(DAY_MS + 1)
      .says('确认')
      .hears('24 小时', '没有需要确认');
    expect(talk.commands).toEqual([]);
    talking(aCase()).says('撤回').waits(DAY_MS).says('确认').hears('已撤回');
  });

  it('made by another version of the flow, when 确认 is said, then nothing is guessed', () => {
    const { conversation } = talking(aCase()).says('撤回');
    const ask = conversation.ask && { ...conversation.ask, flowVersion: 0 };
    const talk = chat({ cases: [aCase()], conversation: { ...conversation, ask } }).says('确认');
    expect(talk.hears('没有需要确认').commands).toEqual([]);
  });

  it('when a colleague has joined and left since, then what the customer says is not taken for a 确认', () => {
    const talk = talking(offered()).says('撤回').does('person_joined', 'a@b').says('确认').isHandedOver();
    talk.does('person_left', 'a@b').says('确认').hears('没有需要确认');
    expect(talk.commands.map(({ type }) => type)).not.toContain('withdraw');
  });

  it('stored before there was any of this, when the session is read, then nothing is being asked', () => {
    const stored = { language: 'zh', draft: null, submitted: null };
    expect(conversationSchema.parse(stored).ask).toBeNull();
  });
});
