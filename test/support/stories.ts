import { afterAll, beforeAll, expect } from '@jest/globals';
import { issueToken } from '../../src/usecases/staff-accounts.ts';
import { type Desk, type Json, startDesk } from './desk.ts';
import type { Buyer, Purchase } from './payouts.ts';
import { act, caseOf } from './story.ts';
import { type WecomBot, startWecomBot } from './wecom-bot.ts';

/** Of the file that tells stories by `useStories`: a desk, and the bot its staff are alerted by. */
export let desk: Desk;
export let bot: WecomBot;
/** Who has a token of their own beside the sandbox's two. */
const tokens = new Map<string, string>();
export const useStories = (): void => {
  beforeAll(async () => {
    bot = await startWecomBot();
    desk = await startDesk({ environment: { ALERT_WEBHOOK_URL: bot.url } });
    for (const name of ['吴财务', '郑管理']) {
      const issued = await issueToken(desk.app.deps, name);
      if (issued.ok) tokens.set(name, issued.value.token);
    }
  }, 30_000);
  afterAll(async () => {
    await desk.stop();
    await bot.close();
  });
};

export const tries = (who: string, caseNo: string, action: string, body: Json) =>
  act(desk, tokens.get(who) ?? who, caseNo, action, body);
export const does = async (
  who: string,
  { caseNo }: Pick<Buyer, 'caseNo'>,
  action: string,
  body: Json = {},
) => {
  const answer = await tries(who, caseNo, action, { note: '见案件', ...body });
  expect([action, answer.status, answer.body['error']]).toEqual([action, 200, undefined]);
  await desk.settle();
  return answer.body;
};
export const says = async ({ name }: Pick<Buyer, 'name'>, ...lines: readonly string[]): Promise<string> => {
  for (const line of lines) await desk.phoneOf(name).say(line);
  await desk.settle();
  return heard({ name });
};
/** Everything on the customer's phone, as one text. */
export const heard = ({ name }: Pick<Buyer, 'name'>): string =>
  desk
    .phoneOf(name)
    .screen()
    .messages.map(({ text, fields }) => [text, ...(fields ?? []).map(({ value }) => value)].join('\n'))
    .join('\n');
/** The customer has read these, in this order. */
export const expectRead = (buyer: Pick<Buyer, 'name'>, ...texts: readonly string[]): void => {
  let rest = heard(buyer);
  const read = texts.filter((text) => {
    const at = rest.indexOf(text);
    if (at >= 0) rest = rest.slice(at + text.length);
    return at >= 0;
  });
  expect(read).toEqual(texts);
};
export const status = async ({ caseNo }: Pick<Buyer, 'caseNo'>) => (await caseOf(desk, caseNo))['status'];
export const used = (quotaUsed: number, purchase: Purchase = {}): Purchase => ({
  ...purchase,
  usage: { paidFeaturesUsed: true, quotaUsed, quotaTotal: 100 },
});
