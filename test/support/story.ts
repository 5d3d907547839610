/** What customers and staff do in the whole product, and what they then see. */
import type { Case } from '../../src/domain/case/state.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import type { Desk, Json } from './desk.ts';

export const APPLICATION = ['退款', '1', '2', '买错了版本，还没有用过', '跳过', '确认'];
export const CASE_NO = /RF\d{8}[2-9A-HJ-NP-Z]{6}/;

type Named = Pick<Desk, 'phoneOf'>;

/** Applies by chat for the customer's newest order; the case's number as the customer was told. */
export const apply = async (
  desk: Named & Pick<Desk, 'settle'>,
  name: string,
  lines = APPLICATION,
): Promise<string> => {
  const phone = desk.phoneOf(name);
  for (const line of lines) await phone.say(line);
  await desk.settle();
  const told = phone.screen().messages.map((message) => message.text);
  return CASE_NO.exec(told.findLast((text) => CASE_NO.test(text)) ?? '')?.[0] ?? '';
};

export const lastTexts = (desk: Named, name: string, count: number): string[] =>
  desk
    .phoneOf(name)
    .screen()
    .messages.slice(-count)
    .map((message) => message.text);

/** The refunds in the customer's wallet. */
export const refundsTo = (desk: Named, name: string) =>
  desk
    .phoneOf(name)
    .screen()
    .wallet.filter((entry) => entry.kind === 'refund');

/** A case as staff read it. */
export const caseOf = async (desk: Pick<Desk, 'as'>, caseNo: string): Promise<Json> =>
  (await desk.as('小林').get(`/api/staff/cases/${caseNo}`)).body;

export const act = (desk: Pick<Desk, 'as'>, who: string, caseNo: string, action: string, body: Json) =>
  desk.as(who).post(`/api/staff/cases/${caseNo}/${action}`, body);

/** A case as it is stored. */
export const storedCase = async ({ store }: Pick<Desk, 'store'>, caseNo: string): Promise<Case> => {
  const stored = await store.get(cases, caseNo);
  if (!stored) throw new Error(`no case ${caseNo}`);
  return stored.doc;
};
