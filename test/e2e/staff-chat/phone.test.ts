import { describe, expect, it } from '@jest/globals';
import { bind, desk, fromWechat, send, useStaffPhone } from '../../support/staff-phone.ts';
import { act, apply, caseOf, lastTexts } from '../../support/story.ts';

useStaffPhone();

describe('working from the phone', () => {
  it('a customer who types what staff type gets a customer’s answers, and nothing happens', async () => {
    const caseNo = await apply(desk, '林晓');
    const before = await caseOf(desk, caseNo);
    for (const text of [
      '队列',
      'queue',
      '解绑',
      caseNo,
      `认领 ${caseNo}`,
      `回复 ${caseNo} 好`,
      `同意 ${caseNo}`,
    ])
      expect(await send(text)).toContain('没有明白');
    expect(await caseOf(desk, caseNo)).toEqual(before);
    expect(await fromWechat()).toEqual([]);
  });

  it('sees the queue, opens a case, claims it and answers the customer', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind();
    expect(await send('队列')).toContain('目前没有');
    expect(await send(`认领${caseNo}`)).toContain('已由您认领');
    expect(await send('队列')).toMatch(new RegExp(`^1\\. ${caseNo} 审核中，最晚 `));
    const shown = await send(caseNo.toLowerCase());
    expect(shown).toContain('可退 ¥198.00');
    expect(shown).toContain('2.2');
    expect(shown).toContain(`同意 ${caseNo}`);
    expect(await send(`回复 ${caseNo}：您好，正在审核。`)).toContain('已回复');
    await desk.settle();
    expect(lastTexts(desk, '林晓', 1)[0]).toContain('您好，正在审核。');
    expect(await fromWechat()).toEqual([
      ['小林', 'bind_wechat', 'ok'],
      ['小林', 'claim', 'ok'],
      ['小林', 'list_cases', 'ok'],
      ['小林', 'read_case', 'ok'],
      ['小林', 'reply', 'ok'],
    ]);
  });

  it('an overdue case of anybody’s is in the queue, and marked', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind();
    await desk.advance('15d');
    expect(await send('queue')).toMatch(new RegExp(`^1\\. ${caseNo} .*overdue`));
  });

  it('what a colleague has claimed, what does not exist, and an answer without words: says so, changes nothing', async () => {
    const caseNo = await apply(desk, '林晓');
    await act(desk, '周主管', caseNo, 'claim', {});
    const before = await caseOf(desk, caseNo);
    await bind();
    expect(await send(`认领 ${caseNo}`)).toContain('已由其他同事认领');
    expect(await send(`回复 ${caseNo} 好`)).toContain('已由其他同事认领');
    expect(await send(`回复 ${caseNo}`)).toContain('写在编号后面');
    expect(await send(`回复 ${caseNo} ${'字'.repeat(501)}`)).toContain('最多 500 字');
    expect(await send('RF20260101ABCDEF')).toContain('没有这个编号');
    expect(await caseOf(desk, caseNo)).toEqual(before);
  });

  it('an answer of 480 emoji, 1,920 bytes in 480 characters: more than a message carries, so nothing of it is sent', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind();
    const before = await caseOf(desk, caseNo);
    expect(await send(`回复 ${caseNo} ${'😀'.repeat(480)}`)).toContain('没有发送给案件');
    expect(await caseOf(desk, caseNo)).toEqual(before);
    const whole = '😀'.repeat(400);
    expect(await send(`回复 ${caseNo} ${whole}`)).toContain('已回复');
    await desk.settle();
    expect(lastTexts(desk, '林晓', 1)[0]).toContain(`${whole}\n（`);
  });

  it('everything else they write is a customer’s', async () => {
    await bind();
    expect(await send('退款')).toContain('选择订单');
    expect(await send('队列')).toContain('目前没有');
    expect(await send('1')).toContain('原因');
  });
});
