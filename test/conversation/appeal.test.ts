import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { MONDAY, chat, englishChat } from '../support/chat.ts';
import { aCase, after } from '../support/case.ts';
import { another, offerWithdrawn, offered, rejected } from '../support/negotiation.ts';

const refused = rejected();
const talking = (...cases: readonly Case[]) => chat({ cases });
const reasons = '我没有使用过，请再核实。';

describe('申诉', () => {
  it('of the only decision, when it is gone through, then the reasons are asked, summed up and filed', () => {
    const talk = talking(refused).says('申诉').hears(refused.caseNo, '不予退款的决定', '1–500 字');
    talk.says(reasons).hears('请核对', reasons, '主管', '最晚 3月5日（周四）答复', '确认');
    expect(talk.commands).toEqual([]);
    talk.says('确认').hears('申诉已提交', refused.caseNo, '未参与原决定的主管', '最晚 3月5日（周四）答复');
    expect(talk.cases[0]).toMatchObject({ status: 'appealed', appeals: [{ text: reasons, evidence: [] }] });
    talk.says('申诉').hears('正在由主管审查', '最晚 3月5日').says('进度').hears('申诉审理中', '最晚 3月5日');
  });

  it('of several, when it is said, then each is listed with what it is against', () => {
    const late = aCase({
      caseNo: 'RF20260220QQQQQQ',
      deadlines: { ...aCase().deadlines, reviewBy: MONDAY - 1 },
    });
    const talk = talking(
      refused,
      offered(8_800, another()),
      late,
      aCase({ caseNo: 'RF20260302PPPPPP' }),
    ).says('申诉');
    talk.hears(
      '1. RF20260302ABCDEF',
      '不予退款的决定',
      '2. RF20260301ZZZZZZ',
      '退款方案',
      '3. RF20260220QQQQQQ',
      '逾期未答复',
    );
    talk
      .doesNotHear('4.')
      .says('2', reasons)
      .hears('退款方案不再有效')
      .says('确认')
      .hears('RF20260301ZZZZZZ');
    expect(talk.cases.map(({ status }) => status)).toEqual([
      'rejected',
      'appealed',
      'in_review',
      'in_review',
    ]);
  });

  it.each([
    ['', '文字'],
    ['\u200b', '文字'],
    ['字'.repeat(501), '501 字'],
    ['确认', '用不到'],
    ['跳过', '用不到'],
  ])('when the reasons are "%s", then they are asked for again', (text, why) => {
    const talk = talking(refused).says('申诉', text).hears(why, '1–500 字');
    expect(talk.commands).toEqual([]);
    talk.says('字'.repeat(500)).hears('请核对');
  });

  it('when the reasons are corrected, then the last ones are filed', () => {
    const talk = talking(refused).says('申诉', '第一次', '返回').hears('1–500 字').says('第二次', '确认');
    expect(talk.commands).toMatchObject([{ type: 'appeal', text: '第二次' }]);
  });

  it('when pictures are sent with it, then they are filed too, nine at most', () => {
    const talk = talking(refused).says('申诉').sendsPicture('m-1').hears('第 1 张', '1–500 字').says(reasons);
    talk.sendsPicture('m-2').hears('2 张图片', '请核对');
    talk
      .sendsPicture(...Array.from({ length: 8 }, (_, n) => `n-${String(n)}`))
      .hears('已满 9 张')
      .says('确认');
    expect(talk.cases[0]?.appeals[0]?.evidence).toHaveLength(9);
  });

  it('when the offer it is against was withdrawn before 确认, then it is not filed against something else', () => {
    const talk = talking(offered()).says('申诉', reasons);
    talk
      .meanwhile((kase) => rejected(offerWithdrawn(kase)))
      .says('确认')
      .hears('有更新', '不予退款的决定');
    expect(talk.commands).toEqual([]);
  });

  it('in English, when it is gone through, then all of it is English', () => {
    const order = { ...aCase().order, description: 'Annual membership' };
    const cases = [rejected(aCase({ order })), offered(100, aCase({ order, caseNo: 'RF20260301ZZZZZZ' }))];
    const talk = englishChat({ cases }).says(
      'appeal',
      'help',
      'x',
      '1',
      'help',
      'confirm',
      'skip',
      'not used',
      'help',
    );
    talk
      .says('x')
      .sendsPicture('m-1')
      .says('back', 'not used at all', 'confirm')
      .hears('has been taken', 'A supervisor');
    talk.says('appeal', 'cancel').hears('nothing has changed');
    for (const reply of talk.replies) expect(JSON.stringify(reply)).not.toMatch(/\p{Script=Han}/u);
  });

  it('with nothing to appeal against, when it is said, then it says when there is, and how the cases stand', () => {
    talking(aCase()).says('申诉').hears('没有可以申诉的事项', '30 天', '逾期', '最晚 3月5日');
  });

  it('too late, when it is said, then the date that has passed and what remains are named', () => {
    const talk = talking(refused)
      .waits(40 * DAY_MS)
      .says('申诉')
      .hears('最晚 4月1日', '12315', 'LI6666ZZa');
    talk.meanwhile((kase) => after(kase, [{ type: 'AppealWindowClosed' }], MONDAY + 31 * DAY_MS));
    talk.says('appeal').hears('1 Apr', '12315', 'LI6666ZZa');
  });

  it('a second time, when it is said, then it says so and what remains', () => {
    const late = aCase({ deadlines: { ...aCase().deadlines, reviewBy: MONDAY - 1 } });
    const talk = talking(late).says('申诉', reasons, '确认');
    const { appeals } = talk.cases[0] ?? late;
    talk.meanwhile(() => ({ ...late, missed: { ...late.missed, review: true }, appeals }));
    talk.says('申诉').hears('只能申诉一次', '12315');
    talk.meanwhile(() => ({
      ...refused,
      status: 'closed',
      appeals: appeals.map((appeal) => ({ ...appeal, outcome: 'uphold' })),
    }));
    talk.says('申诉').hears('只能申诉一次', '12315', '476274794@qq.com');
  });

  it.each([
    ['nothing_to_appeal', '没有可以申诉', '进度'],
    ['already_appealed', '只能申诉一次', '12315'],
    ['appeal_window_closed', '最晚 4月1日', '12315'],
  ] as const)('refused for %s, when it is told, then it says what remains', (refusal, why, next) => {
    chat({ cases: [refused], refusal })
      .says('申诉', reasons, '确认')
      .hears('没有提交', why, next);
  });

  it('in the middle of a form, when it is begun, then the draft is kept and goes on afterwards', () => {
    const talk = chat({ cases: [refused] })
      .reaches('evidence')
      .sendsPicture('m-1');
    const { id } = talk.draft;
    talk
      .says('申诉', reasons, '确认')
      .hears('申诉已提交', '1. 继续')
      .says('继续')
      .isAt('evidence')
      .hears('1 张图片');
    expect(talk.draft).toMatchObject({ id, evidence: ['m-1'] });
  });
});
