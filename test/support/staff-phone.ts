import { afterEach, beforeEach, expect } from '@jest/globals';
import { audit } from '../../src/usecases/documents/audit.ts';
import { Browser, codeAt } from './console.ts';
import { type Desk, type DeskOptions, startDesk } from './desk.ts';
import { caseOf } from './story.ts';

export const STEP_MS = 30_000;

/** Anew for each test of a file that calls `useStaffPhone`: a desk, and the time as staff's phones have it. */
export let desk: Desk;
let now: number;

const begin = async (options: DeskOptions = {}): Promise<void> => {
  desk = await startDesk({ wallClock: { now: () => now }, ...options });
};

export const useStaffPhone = (): void => {
  beforeEach(() => {
    now = Date.now();
    return begin();
  });
  afterEach(() => desk.stop());
};

/** Another desk instead, set up otherwise. */
export const beginAnew = async (options: DeskOptions): Promise<void> => {
  await desk.stop();
  await begin(options);
};

export const elapse = (ms: number): void => {
  now += ms;
};

/** What an authenticator with this secret shows now. */
export const codeNow = (secret: string): Promise<string> => codeAt(secret, now);

/** What the account answers to the phone of this name. */
export const says = async (name: string, text: string): Promise<string> => {
  const { reply } = await desk.phoneOf(name).say(text);
  return reply.kind === 'text' ? reply.content : reply.kind;
};
/** 陈浩's phone is that of the member of staff in these tests. */
export const send = (text: string) => says('陈浩', text);

export const newCode = async (name = '小林'): Promise<string> => {
  const { body } = await desk.as(name).post('/api/staff/me/wechat-code', {});
  return String(body['code']);
};
export const bind = async (name = '小林'): Promise<void> => {
  expect(await send(`绑定 ${await newCode(name)}`)).toContain('已绑定');
};

/** Sets up the second factor of the member in the console; the secret of their codes. */
export const enrol = async (name = '小林'): Promise<string> => {
  const password = desk.sandbox?.consoleStaff.find((each) => each.name === name)?.password ?? '';
  const browser = new Browser(desk);
  await browser.signIn(name, password);
  await browser.fill('/staff/me', '/staff/me/second-factor', {});
  const [, secret = ''] = /secret=([A-Z2-7]+)/.exec((await browser.get('/staff/me')).html) ?? [];
  await browser.fill('/staff/me', '/staff/me/second-factor/confirm', { code: await codeNow(secret) });
  elapse(2 * STEP_MS);
  return secret;
};

/** What staff read of the case, a line each. */
export const timelineOf = async (caseNo: string) =>
  ((await caseOf(desk, caseNo))['timeline'] as { text: string }[]).map(({ text }) => text);

export const audited = async () =>
  (await desk.store.scan(audit, 'log', { facet: '', limit: 500 })).items.map(({ doc }) => doc);
export const fromWechat = async () =>
  (await audited())
    .filter(({ address }) => address === 'wechat')
    .map(({ staff, action, outcome }) => [staff, action, outcome]);
