import { describe, expect, it } from '@jest/globals';
import { staffAccounts } from '../../../src/usecases/documents/staff.ts';
import { disableStaff } from '../../../src/usecases/staff-accounts.ts';
import {
  audited,
  bind,
  desk,
  elapse,
  fromWechat,
  newCode,
  says,
  send,
  useStaffPhone,
} from '../../support/staff-phone.ts';
import { textMessage, wechatWire } from '../../support/wechat-wire.ts';

useStaffPhone();

describe('binding a WeChat to a staff account', () => {
  it('with a code from the API: the member is greeted by name, and both are in the audit log', async () => {
    const { status, body } = await desk.as('小林').post('/api/staff/me/wechat-code', {});
    expect(status).toBe(200);
    expect(body).toEqual({
      code: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/),
      expiresAt: expect.stringMatching(/\+08:00$/),
    });
    expect(await send(`\u3000绑定\u3000${String(body['code']).toLowerCase()} `)).toContain('小林，您好');
    expect(await fromWechat()).toEqual([['小林', 'bind_wechat', 'ok']]);
    expect((await audited()).filter(({ action }) => action === 'issue_wechat_code')).toMatchObject([
      { staff: '小林', outcome: 'ok' },
    ]);
  });

  it('the code is asked for without a token: refused', async () => {
    expect((await desk.as('nobody').post('/api/staff/me/wechat-code', {})).status).toBe(401);
  });

  it('what is stored is not the code', async () => {
    const code = await newCode();
    expect(JSON.stringify((await desk.store.get(staffAccounts, '小林'))?.doc)).not.toContain(code);
  });

  it('a code that was made up, replaced, used or has run out: the same answer, and nothing is bound', async () => {
    const answers = [await send('绑定 ABCDEFGH')];
    const replaced = await newCode();
    const used = await newCode();
    answers.push(await send(`绑定 ${replaced}`));
    expect(await says('王芳', `bind ${used}`)).toContain('Hello 小林');
    answers.push(await send(`绑定 ${used}`));
    const late = await newCode();
    await desk.advance('10m');
    answers.push(await send(`绑定 ${late}`));
    expect(new Set(answers)).toEqual(new Set([expect.stringContaining('绑定码无效')]));
    expect(new Set(answers).size).toBe(1);
    expect(await send('队列')).toContain('没有明白');
    expect(await says('王芳', 'queue')).toContain('No case waits for you');
  });

  it('guessed more than five times within an hour: the right one is not taken either, until the hour is over', async () => {
    for (let n = 2; n < 7; n += 1) await send(`绑定 ABCDEFG${String(n)}`);
    expect(await send(`绑定 ${await newCode()}`)).toContain('绑定码无效');
    expect(await send('队列')).toContain('没有明白');
    elapse(61 * 60_000);
    await desk.advance('61m');
    expect(await send(`绑定 ${await newCode()}`)).toContain('已绑定');
    expect((await fromWechat()).filter(([, , outcome]) => outcome === 'too_many_attempts')).toHaveLength(1);
  });

  it('delivered again, the message gets the same answer, though the code has been used', async () => {
    const { simulators } = desk;
    const { appid, token, encodingAesKey } = simulators.credentials;
    const wire = wechatWire({ appid, token, aesKey: encodingAesKey });
    const message = textMessage(desk.phoneOf('陈浩').openid, `绑定 ${await newCode()}`);
    const answers = [];
    for (let n = 0; n < 3; n += 1)
      answers.push((await wire.post(`${desk.url}/wechat`, message)).fields['Content']);
    expect(new Set(answers)).toEqual(new Set([expect.stringContaining('已绑定')]));
    expect(await fromWechat()).toHaveLength(1);
  });

  it('another phone with a fresh code: the first one is a customer’s again', async () => {
    await bind();
    expect(await says('王芳', `绑定 ${await newCode()}`)).toContain('已绑定');
    expect(await send('队列')).toContain('没有明白');
    expect(await says('王芳', '队列')).toContain('没有等您处理的');
  });

  it('a colleague’s fresh code on the same phone: it is the colleague’s, and no longer the first one’s', async () => {
    await bind('小林');
    await bind('周主管');
    expect((await desk.store.get(staffAccounts, '小林'))?.doc.wechat).toBeNull();
    expect((await desk.store.get(staffAccounts, '周主管'))?.doc.wechat).not.toBeNull();
  });

  it('解绑 ends it, and is recorded', async () => {
    await bind();
    expect(await send('解绑')).toContain('已解除绑定');
    expect(await send('队列')).toContain('没有明白');
    expect((await fromWechat()).at(-1)).toEqual(['小林', 'unbind_wechat', 'ok']);
  });

  it('shut out, a member is a customer at once', async () => {
    await bind();
    await disableStaff(desk, '小林');
    expect(await send('队列')).toContain('没有明白');
    expect(await send('进度')).toContain('申请');
  });
});
