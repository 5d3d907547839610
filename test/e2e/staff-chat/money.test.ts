import { describe, expect, it } from '@jest/globals';
import { disableStaff, issueToken } from '../../../src/usecases/staff-accounts.ts';
import {
  STEP_MS,
  beginAnew,
  bind,
  codeNow,
  desk,
  elapse,
  enrol,
  fromWechat,
  send,
  timelineOf,
  useStaffPhone,
} from '../../support/staff-phone.ts';
import { act, apply, caseOf, refundsTo } from '../../support/story.ts';

useStaffPhone();

describe('decisions about money from the phone', () => {
  it('no second factor: told to set it up, nothing is decided', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind();
    expect(await send(`同意 ${caseNo}`)).toContain('启用动态码');
    expect(await send('123456')).not.toContain('动态码');
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
  });

  it('a wrong code, then the right one: refunded once, and the same code is not taken again', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    const asked = await send(`同意 ${caseNo}`);
    expect(asked).toContain('¥198.00');
    expect(asked).toContain('6 位动态码');
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
    const code = await codeNow(secret);
    expect(await send(code === '000000' ? '000001' : '000000')).toContain('还可以再试 2 次');
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
    expect(await send(code)).toContain('已批准退款 ¥198.00');
    await desk.settle();
    await desk.advance('2m');
    expect(refundsTo(desk, '林晓')).toHaveLength(1);
    expect(await timelineOf(caseNo)).toContain('批准退款 ¥198.00。备注：在微信中凭动态码确认');
    expect(await send(code)).not.toContain('批准');
    expect((await fromWechat()).slice(-2)).toEqual([
      ['小林', 'second_factor', 'wrong_code'],
      ['小林', 'approve', 'ok'],
    ]);
  });

  it('a code that was used for another case is wrong for this one', async () => {
    const first = await apply(desk, '林晓');
    const second = await apply(desk, '王芳');
    const secret = await enrol();
    await bind();
    const code = await codeNow(secret);
    await send(`同意 ${first}`);
    expect(await send(code)).toContain('已批准');
    await send(`同意 ${second}`);
    expect(await send(code)).toContain('不对或已经用过');
    expect(await caseOf(desk, second)).toMatchObject({ status: 'in_review' });
  });

  it('three wrong codes, or five minutes: it has to be asked for anew', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    await send(`同意 ${caseNo}`);
    for (const code of ['111111', '222222']) await send(code);
    expect(await send('333333')).toContain('多次不对');
    await send(`同意 ${caseNo}`);
    await desk.advance('5m');
    expect(await send(await codeNow(secret))).toContain('已超时');
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
  });

  it('anything else in between cancels it', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    await send(`同意 ${caseNo}`);
    await send('进度');
    await send(await codeNow(secret));
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
  });

  it('the case changed meanwhile: nothing is done, it is shown as it is now, and another code decides', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    await send(`同意 ${caseNo}`);
    await act(desk, '周主管', caseNo, 'record-facts', { promotional: false, note: '核对过' });
    expect(await send(await codeNow(secret))).toContain('刚刚有变化，没有执行');
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
    elapse(STEP_MS);
    expect(await send(await codeNow(secret))).toContain('已批准退款');
  });

  it('whoever may not decide is not asked for a code', async () => {
    const caseNo = await apply(desk, '林晓');
    await enrol('陈审计');
    const issued = await issueToken(desk.app.deps, '陈审计');
    await bind(issued.ok ? issued.value.token : '');
    expect(await send(caseNo)).toContain('没有您可以在微信中进行的操作');
    expect(await send(`同意 ${caseNo}`)).toContain('您的角色没有这项权限');
    expect(await send(`回复 ${caseNo} 好`)).toContain('您的角色没有这项权限');
  });

  it('above the limit a second person agrees, from the phone too, and never the same one', async () => {
    await beginAnew({ limits: { fourEyesAboveFen: 10_000 } });
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol('小林');
    await bind('小林');
    await send(`同意 ${caseNo}`);
    expect(await send(await codeNow(secret))).toContain('等待另一位同事复核');
    expect(await send(`同意 ${caseNo}`)).toContain('需由另一位同事复核');
    expect(await send('队列')).not.toContain(caseNo);
    const second = await enrol('周主管');
    await bind('周主管');
    expect(await send('队列')).toContain(`1. ${caseNo} 复核中`);
    expect(await send(`approve ${caseNo}`)).toContain('Second approval: refund ¥198.00');
    expect(await send(await codeNow(second))).toContain('it is paid next');
    expect(await timelineOf(caseNo)).toContain('复核通过。备注：Confirmed in WeChat with a 6-digit code');
    await desk.settle();
    await desk.advance('2m');
    expect(refundsTo(desk, '林晓')).toHaveLength(1);
  });

  it('nobody decides their own application', async () => {
    const caseNo = await apply(desk, '陈浩');
    await enrol();
    await bind();
    expect(await send(`同意 ${caseNo}`)).toContain('您自己的申请');
    await send('解绑');
    const body = { amountFen: 19_800, note: '核实无误' };
    expect(await act(desk, '小林', caseNo, 'approve', body)).toMatchObject({
      status: 403,
      body: { error: { code: 'own_case' } },
    });
  });

  it('shut out between the question and the code: nothing is decided', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    await send(`同意 ${caseNo}`);
    await disableStaff(desk, '小林');
    await send(await codeNow(secret));
    expect((await desk.as('周主管').get(`/api/staff/cases/${caseNo}`)).body).toMatchObject({
      status: 'in_review',
    });
  });
});
