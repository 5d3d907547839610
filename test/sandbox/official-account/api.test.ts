import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstPhone, startBench, type Bench } from '../../support/sandbox.ts';
import { openPush, startDesk, tagOf, type Desk } from '../../support/sandbox-desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let bench: Bench;
let desk: Desk;

beforeEach(async () => {
  bench = await startBench();
  desk = await startDesk(() => ({ body: 'success' }));
  bench.sandbox.setTarget(desk.url);
});
afterEach(async () => {
  await bench.end();
  await desk.close();
});

const post = async (
  path: string,
  body: unknown,
): Promise<{ text: string; errcode?: number; errmsg?: string }> => {
  const response = await fetch(`${bench.sandbox.url}/cgi-bin/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(response.headers.get('content-type')).toContain('application/json');
  const text = await response.text();
  return { ...(JSON.parse(text) as object), text };
};
const tokenRequest = (over: object = {}) => ({
  grant_type: 'client_credential',
  appid: bench.sandbox.credentials.appid,
  secret: bench.sandbox.credentials.appsecret,
  force_refresh: false,
  ...over,
});
const token = async (over: object = {}) => {
  const { text } = await post('stable_token', tokenRequest(over));
  return JSON.parse(text) as { access_token: string; expires_in: number; errcode?: number };
};
const send = async (
  content = '你好',
  accessToken?: string,
  touser = firstPhone(bench.sandbox).phone.openid,
) =>
  post(`message/custom/send?access_token=${accessToken ?? (await token()).access_token}`, {
    touser,
    msgtype: 'text',
    text: { content },
  });

describe('the access token', () => {
  it('stays the same until five minutes before its end; then a new one is given and both work', async () => {
    const first = await token();
    expect(first.expires_in).toBe(7200);
    bench.time.jump(2 * HOUR - 5 * MINUTE - 1);
    expect((await token()).access_token).toBe(first.access_token);
    bench.time.jump(1);
    const second = await token();
    expect(second.access_token).not.toBe(first.access_token);
    for (const each of [first, second]) expect((await send('x', each.access_token)).errcode).toBe(45015);
    bench.time.jump(5 * MINUTE);
    expect((await send('x', first.access_token)).errcode).toBe(42001);
    expect((await send('x', second.access_token)).errcode).toBe(45015);
  });

  it('refreshed by force replaces the old one; within 30 s nothing is refreshed, and 20 a day is the end', async () => {
    const first = await token();
    const second = await token({ force_refresh: true });
    expect((await send('x', first.access_token)).errcode).toBe(40001);
    bench.time.jump(29_999);
    expect((await token({ force_refresh: true })).access_token).toBe(second.access_token);
    for (let count = 2; count <= 20; count += 1) {
      bench.time.jump(30_000);
      expect((await token({ force_refresh: true })).errcode).toBeUndefined();
    }
    bench.time.jump(30_000);
    expect((await token({ force_refresh: true })).errcode).toBe(45009);
    bench.time.jump(DAY);
    expect((await token({ force_refresh: true })).errcode).toBeUndefined();
  });

  it.each([
    ['another appid', { appid: 'wx1' }, 40013],
    ['another secret', { secret: 'x' }, 40125],
    ['another grant type', { grant_type: 'x' }, 40002],
    ['force_refresh as text', { force_refresh: 'true' }, 47001],
  ])('asked for with %s: refused', async (_, over, errcode) => {
    const answer = await post('stable_token', tokenRequest(over));
    expect(answer.errcode).toBe(errcode);
    expect(answer.errmsg).toMatch(/ rid: \S+$/);
  });

  it('absent, made up or revoked: 41001 and 40001', async () => {
    const good = await token();
    expect((await send('x', '')).errcode).toBe(41001);
    expect((await send('x', 'made-up')).errcode).toBe(40001);
    bench.sandbox.revokeTokens();
    expect((await send('x', good.access_token)).errcode).toBe(40001);
  });
});

describe('customer messages', () => {
  it('without anything from the customer: 45015', async () => {
    expect((await send()).errcode).toBe(45015);
  });

  it('after a message: five, then 45047; the next message opens five more, for 48 hours', async () => {
    const { phone } = firstPhone(bench.sandbox);
    await phone.say('在吗');
    for (let count = 1; count <= 5; count += 1) expect((await send(`第${String(count)}条`)).errcode).toBe(0);
    expect((await send()).errcode).toBe(45047);
    await phone.say('再问一次');
    bench.time.jump(48 * HOUR - 1);
    expect((await send('还来得及')).errcode).toBe(0);
    bench.time.jump(1);
    expect((await send()).errcode).toBe(45015);
    expect(phone.screen().messages.at(-1)).toMatchObject({ from: 'account', text: '还来得及' });
  });

  it('after a tap: three within a minute', async () => {
    const { phone } = firstPhone(bench.sandbox);
    await phone.raise('CLICK', 'menu');
    for (let count = 1; count <= 3; count += 1) expect((await send()).errcode).toBe(0);
    expect((await send()).errcode).toBe(45047);
    await phone.raise('CLICK', 'menu');
    bench.time.jump(MINUTE);
    expect((await send()).errcode).toBe(45015);
  });

  it('to someone who left: 45015, whatever they wrote before', async () => {
    const { phone } = firstPhone(bench.sandbox);
    await phone.say('再见');
    await phone.raise('unsubscribe');
    expect((await send()).errcode).toBe(45015);
  });

  it.each([
    ['an unknown openid', { touser: 'nobody' }, 40003],
    ['an unknown type', { msgtype: 'poem' }, 40008],
    ['an empty text', { text: { content: ' ' } }, 44004],
    ['over 2,048 bytes', { text: { content: '长'.repeat(683) } }, 45002],
    ['a number for a text', { text: { content: 7 } }, 47001],
  ])('with %s: refused, nothing shown', async (_, over, errcode) => {
    const { phone } = firstPhone(bench.sandbox);
    await phone.say('在吗');
    const body = { touser: phone.openid, msgtype: 'text', text: { content: '好' }, ...over };
    const { access_token } = await token();
    expect((await post(`message/custom/send?access_token=${access_token}`, body)).errcode).toBe(errcode);
    expect(phone.screen().messages).toHaveLength(1);
  });

  it('that are no JSON: 47001', async () => {
    const { access_token } = await token();
    expect((await post(`message/custom/send?access_token=${access_token}`, '{')).errcode).toBe(47001);
  });
});

describe('template messages', () => {
  const body = (over: object = {}, data: object = {}) => ({
    touser: firstPhone(bench.sandbox).phone.openid,
    template_id: bench.sandbox.templates[0]?.id,
    client_msg_id: 'RF1-received-1',
    data: {
      character_string1: { value: 'RF20261124ABCDEF' },
      thing2: { value: '专业版会员（年）' },
      amount3: { value: '¥198.00' },
      time4: { value: '2026年11月27日 23:59' },
      ...data,
    },
    ...over,
  });
  const sendTemplate = async (request: unknown) =>
    post(`message/template/send?access_token=${(await token()).access_token}`, request);
  const shown = () => firstPhone(bench.sandbox).phone.screen().messages;

  it('stand on the phone, answer a bare msgid beyond 2^53, and are reported to the desk later', async () => {
    const { text } = await sendTemplate(body());
    const msgid = /"msgid":(\d+)\}$/.exec(text)?.[1] ?? '';
    expect(BigInt(msgid) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]?.fields?.[2]).toEqual({ label: '订单金额', value: '¥198.00' });
    expect(desk.log).toHaveLength(0);
    bench.time.elapse(1_000);
    await desk.received(1);
    const [report] = desk.log;
    if (report === undefined) throw new Error('no report');
    const push = openPush(report, bench.sandbox.credentials);
    expect(['Event', 'MsgID', 'Status'].map((name) => tagOf(push, name))).toEqual([
      'TEMPLATESENDJOBFINISH',
      msgid,
      'success',
    ]);
    await bench.sandbox.idle();
    expect(shown()).toHaveLength(1);
  });

  it.each([
    ['user_block', 'failed:user block'],
    ['system_failed', 'failed: system failed'],
  ] as const)(
    'that do not arrive (%s): are taken, not shown, and reported as "%s"',
    async (effect, status) => {
      bench.sandbox.faults.add({ on: 'template_outcome', effect });
      const { text } = await sendTemplate(body());
      expect(text).toMatch(/^\{"errcode":0,"errmsg":"ok","msgid":\d{19}\}$/);
      expect((await sendTemplate(body())).text).toBe(text);
      bench.time.elapse(1_000);
      await desk.received(1);
      const [report] = desk.log;
      if (report === undefined) throw new Error('no report');
      expect(tagOf(openPush(report, bench.sandbox.credentials), 'Status')).toBe(status);
      expect(shown()).toHaveLength(0);
    },
  );

  it('with the same client_msg_id within ten minutes arrive once; afterwards again', async () => {
    const first = await sendTemplate(body());
    bench.time.jump(10 * MINUTE - 1);
    expect((await sendTemplate(body())).text).toBe(first.text);
    expect(shown()).toHaveLength(1);
    bench.time.jump(1);
    expect((await sendTemplate(body())).text).not.toBe(first.text);
    expect(shown()).toHaveLength(2);
  });

  it.each([
    ['a thing of 21 characters', {}, { thing2: { value: '长'.repeat(21) } }, 47003],
    ['a Chinese character_string', {}, { character_string1: { value: '编号' } }, 47003],
    ['an amount of eleven digits', {}, { amount3: { value: '¥12345678901' } }, 47003],
    ['a time that is none', {}, { time4: { value: '明天' } }, 47003],
    ['an empty field', {}, { thing2: { value: '' } }, 47003],
    ['a line break', {}, { thing2: { value: 'a\nb' } }, 47003],
    ['a field it does not have', {}, { thing9: { value: 'x' } }, 47003],
    ['a field left out', {}, { thing2: undefined }, 47003],
    ['an unknown template', { template_id: 'x' }, {}, 40037],
    ['an unknown openid', { touser: 'x' }, {}, 40003],
    ['a value that is no text', {}, { thing2: { value: 2 } }, 47001],
  ])('with %s: refused, nothing shown', async (_, over, data, errcode) => {
    expect((await sendTemplate(body(over, data))).errcode).toBe(errcode);
    expect(shown()).toHaveLength(0);
  });

  it('to someone who left: 43004', async () => {
    await firstPhone(bench.sandbox).phone.raise('unsubscribe');
    expect((await sendTemplate(body())).errcode).toBe(43004);
  });
});

describe('a picture', () => {
  const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  const load = async (mediaId: string) =>
    fetch(
      `${bench.sandbox.url}/cgi-bin/media/get?access_token=${(await token()).access_token}&media_id=${mediaId}`,
    );

  it('can be fetched by its MediaId for three days, then 40007', async () => {
    await firstPhone(bench.sandbox).phone.sendPicture(bytes);
    const [received] = desk.log;
    if (received === undefined) throw new Error('nothing received');
    const push = openPush(received, bench.sandbox.credentials);
    expect(tagOf(push, 'MsgType')).toBe('image');
    const mediaId = tagOf(push, 'MediaId');
    bench.time.jump(3 * DAY - 1);
    const good = await load(mediaId);
    expect(good.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await good.arrayBuffer()).equals(bytes)).toBe(true);
    bench.time.jump(1);
    expect(((await (await load(mediaId)).json()) as { errcode: number }).errcode).toBe(40007);
    const own = await fetch(tagOf(push, 'PicUrl'));
    expect(Buffer.from(await own.arrayBuffer()).equals(bytes)).toBe(true);
  });
});

describe('injected faults', () => {
  it('an error code, a broken connection before and after the work, an HTML page: each as often as asked', async () => {
    const { phone } = firstPhone(bench.sandbox);
    await phone.say('在吗');
    const on = 'customer_message';
    const texts = () => phone.screen().messages.map(({ text }) => text);
    const { access_token } = await token();
    const { faults } = bench.sandbox;
    faults.add({ on, effect: 'error', errcode: -1, times: 2 });
    faults.add({ on, effect: 'reset' });
    faults.add({ on, effect: 'reset', accepted: true });
    faults.add({ on, effect: 'status', status: 502 });
    expect((await send('一', access_token)).errcode).toBe(-1);
    expect((await send('二', access_token)).errcode).toBe(-1);
    await expect(send('三', access_token)).rejects.toThrow('fetch failed');
    await expect(send('四', access_token)).rejects.toThrow('fetch failed');
    const page = await fetch(
      `${bench.sandbox.url}/cgi-bin/message/custom/send?access_token=${access_token}`,
      {
        method: 'POST',
      },
    );
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect((await send('五', access_token)).errcode).toBe(0);
    expect(texts()).toEqual(['在吗', '四', '五']);
  });
});
