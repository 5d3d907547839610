import { describe, expect, it } from '@jest/globals';
import { messages } from '../../../src/usecases/documents/messages.ts';
import { sessions } from '../../../src/usecases/documents/sessions.ts';
import { capturedLog } from '../../support/http-app.ts';
import {
  audited,
  beginAnew,
  bind,
  codeNow,
  desk,
  enrol,
  newCode,
  says,
  send,
  useStaffPhone,
} from '../../support/staff-phone.ts';
import { apply } from '../../support/story.ts';
import { textMessage, wechatWire } from '../../support/wechat-wire.ts';

useStaffPhone();

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
    const captured = capturedLog();
    await beginAnew({ log: captured.log });
    const caseNo = await apply(desk, '林晓');
    const secret = await enrol();
    const bound = await newCode();
    await send(`绑定 ${bound}`);
    await send(`同意 ${caseNo}`);
    const code = await codeNow(secret);
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
    const message = textMessage(desk.phoneOf('陈浩').openid, await codeNow(secret));
    const answers = [];
    for (let n = 0; n < 3; n += 1)
      answers.push((await wire.post(`${desk.url}/wechat`, message)).fields['Content']);
    expect(new Set(answers)).toEqual(new Set([expect.stringContaining('已批准')]));
    expect((await linesOf('陈浩')).slice(-2)).toEqual([`同意 ${caseNo}`, '••••••']);
  });
});
