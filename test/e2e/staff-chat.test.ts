import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { audit } from '../../src/usecases/documents/audit.ts';
import { staffAccounts } from '../../src/usecases/documents/staff.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { sessions } from '../../src/usecases/documents/sessions.ts';
import { disableStaff, issueToken } from '../../src/usecases/staff-accounts.ts';
import { Browser, codeAt } from '../support/console.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { capturedLog } from '../support/http-app.ts';
import { textMessage, wechatWire } from '../support/wechat-wire.ts';
import { act, apply, caseOf, lastTexts, refundsTo } from '../support/story.ts';

const STEP_MS = 30_000;

let desk: Desk;
/** As staff's phones have it. */
let now: number;
beforeEach(async () => {
  now = Date.now();
  desk = await startDesk({ wallClock: { now: () => now } });
});
afterEach(() => desk.stop());

/** What the account answers to the phone of this name. */
const says = async (name: string, text: string): Promise<string> => {
  const { reply } = await desk.phoneOf(name).say(text);
  return reply.kind === 'text' ? reply.content : reply.kind;
};
/** 陈浩's phone is that of the member of staff in these tests. */
const send = (text: string) => says('陈浩', text);

const newCode = async (name = '小林'): Promise<string> => {
  const { body } = await desk.as(name).post('/api/staff/me/wechat-code', {});
  return String(body['code']);
};
const bind = async (name = '小林'): Promise<void> => {
  expect(await send(`绑定 ${await newCode(name)}`)).toContain('已绑定');
};

/** Sets up the second factor of the member in the console; the secret of their codes. */
const enrol = async (name = '小林'): Promise<string> => {
  const password = desk.sandbox?.consoleStaff.find((each) => each.name === name)?.password ?? '';
  const browser = new Browser(desk);
  await browser.signIn(name, password);
  await browser.fill('/staff/me', '/staff/me/second-factor', {});
  const [, secret = ''] = /secret=([A-Z2-7]+)/.exec((await browser.get('/staff/me')).html) ?? [];
  const code = await codeAt(secret, now);
  await browser.fill('/staff/me', '/staff/me/second-factor/confirm', { code });
  now += 2 * STEP_MS;
  return secret;
};

/** What staff read of the case, a line each. */
const timelineOf = async (caseNo: string) =>
  ((await caseOf(desk, caseNo))['timeline'] as { text: string }[]).map(({ text }) => text);

const audited = async () =>
  (await desk.store.scan(audit, 'log', { facet: '', limit: 500 })).items.map(({ doc }) => doc);
const fromWechat = async () =>
  (await audited())
    .filter(({ address }) => address === 'wechat')
    .map(({ staff, action, outcome }) => [staff, action, outcome]);

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
    now += 61 * 60_000;
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
    const code = await codeAt(secret, now);
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
    const code = await codeAt(secret, now);
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
    expect(await send(await codeAt(secret, now))).toContain('已超时');
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
  });

  it('anything else in between cancels it', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    await send(`同意 ${caseNo}`);
    await send('进度');
    await send(await codeAt(secret, now));
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
  });

  it('the case changed meanwhile: nothing is done, it is shown as it is now, and another code decides', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    await send(`同意 ${caseNo}`);
    await act(desk, '周主管', caseNo, 'record-facts', { promotional: false, note: '核对过' });
    expect(await send(await codeAt(secret, now))).toContain('刚刚有变化，没有执行');
    expect(await caseOf(desk, caseNo)).toMatchObject({ status: 'in_review' });
    now += STEP_MS;
    expect(await send(await codeAt(secret, now))).toContain('已批准退款');
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
    await desk.stop();
    desk = await startDesk({ wallClock: { now: () => now }, limits: { fourEyesAboveFen: 10_000 } });
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol('小林');
    await bind('小林');
    await send(`同意 ${caseNo}`);
    expect(await send(await codeAt(secret, now))).toContain('等待另一位同事复核');
    expect(await send(`同意 ${caseNo}`)).toContain('需由另一位同事复核');
    expect(await send('队列')).not.toContain(caseNo);
    const second = await enrol('周主管');
    await bind('周主管');
    expect(await send('队列')).toContain(`1. ${caseNo} 复核中`);
    expect(await send(`approve ${caseNo}`)).toContain('Second approval: refund ¥198.00');
    expect(await send(await codeAt(second, now))).toContain('it is paid next');
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
    await send(await codeAt(secret, now));
    expect((await desk.as('周主管').get(`/api/staff/cases/${caseNo}`)).body).toMatchObject({
      status: 'in_review',
    });
  });
});

describe('codes in the conversation', () => {
  const linesOf = async (name: string): Promise<string[]> => {
    const { openid } = desk.phoneOf(name);
    const facet = `${desk.simulators.credentials.appid}:${openid}`;
    const { items } = await desk.store.scan(messages, 'customer', { facet, limit: 200 });
    return items.filter(({ doc }) => doc.direction === 'in').map(({ doc }) => doc.text);
  };
  /** All that is kept of what was said, and what is logged. */
  const kept = async (name: string): Promise<string> => {
    const id = `${desk.simulators.credentials.appid}:${desk.phoneOf(name).openid}`;
    return JSON.stringify([await linesOf(name), (await desk.store.get(sessions, id))?.doc, await audited()]);
  };

  it('those that bind and those that confirm are masked once they have been taken, and stand in no log', async () => {
    await desk.stop();
    const captured = capturedLog();
    desk = await startDesk({ wallClock: { now: () => now }, log: captured.log });
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    const bound = await newCode();
    await send(`绑定 ${bound}`);
    await send(`同意 ${caseNo}`);
    const code = await codeAt(secret, now);
    const wrong = code === '482913' ? '482914' : '482913';
    await send(wrong);
    expect(await send(`${code.slice(0, 3)} ${code.slice(3)}`)).toContain('已批准');
    expect((await linesOf('陈浩')).slice(-4)).toEqual(['绑定 ••••••', `同意 ${caseNo}`, '••••••', '••••••']);
    const all = `${await kept('陈浩')}${captured.text()}`;
    for (const each of [bound, wrong, code, `${code.slice(0, 3)} ${code.slice(3)}`])
      expect(all).not.toContain(`"${each}"`);
    expect(all).not.toContain(bound);
  });

  it.each([
    ['in full width', (code: string) => `\uff22\uff29\uff2e\uff24\u3000${code}`, 'bind ••••••'],
    ['with a colon, which binds nothing', (code: string) => `绑定：${code}`, '绑定:••••••'],
    [
      'with words, which binds nothing',
      (code: string) => `绑定码是 ${code.toLowerCase()} 吗`,
      '绑定码是 •••••• 吗',
    ],
  ])('a code that binds, sent %s: masked', async (_how, write, line) => {
    await send(write(await newCode()));
    expect((await linesOf('陈浩')).at(-1)).toBe(line);
  });

  it('a code that nobody asked for: masked for a member of staff; six digits of a customer stay', async () => {
    await bind();
    await send('482913');
    await says('林晓', '482913');
    await says('林晓', '绑定手机要怎么操作 13800000000');
    expect((await linesOf('陈浩')).at(-1)).toBe('••••••');
    expect((await linesOf('林晓')).slice(-2)).toEqual(['482913', '绑定手机要怎么操作 13800000000']);
  });

  it('delivered again after it was masked: the same answer, one line, and still masked', async () => {
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    await bind();
    await send(`同意 ${caseNo}`);
    const { appid, token, encodingAesKey } = desk.simulators.credentials;
    const wire = wechatWire({ appid, token, aesKey: encodingAesKey });
    const message = textMessage(desk.phoneOf('陈浩').openid, await codeAt(secret, now));
    const answers = [];
    for (let n = 0; n < 3; n += 1)
      answers.push((await wire.post(`${desk.url}/wechat`, message)).fields['Content']);
    expect(new Set(answers)).toEqual(new Set([expect.stringContaining('已批准')]));
    expect((await linesOf('陈浩')).slice(-2)).toEqual([`同意 ${caseNo}`, '••••••']);
  });
});
