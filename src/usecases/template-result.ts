import { system } from '../domain/case/actor.ts';
import { type TemplateReport, arrivalOf, isAwaiting, mayBeUnderWay } from '../domain/case/arrival.ts';
import { evolve } from '../domain/case/evolve.ts';
import type { Case, Customer } from '../domain/case/state.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../domain/time.ts';
import { change, changeExisting } from './change.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { type TemplateResult, templateResults } from './documents/template-results.ts';
import { everyCustomerCase } from './find-cases.ts';

/*
 * What WeChat says of a template message can be here before the case knows that it was sent: the answer to the sender
 * may be on its way still, or lost, or the sender has died with it. Until then the notice is pending.
 */

/** A message sent again within ten minutes is the same one to WeChat, and gets the same number; and some time on top. */
const SENDER_MAY_SAY_MS = 15 * MINUTE_MS;
const FIRST_PAUSE_MS = 5 * SECOND_MS;
/** Four times as old at each look. */
const PAUSE_PER_AGE = 3;

/** A genuine event TEMPLATESENDJOBFINISH. */
export interface TemplateResultEvent extends Customer, TemplateReport {}

/** Durable when it resolves; delivered again, it is the same one. */
export const takeTemplateResult = async (
  { store, clock, wake }: Pick<Deps, 'store' | 'clock' | 'wake'>,
  { appid, openid, msgid, status }: TemplateResultEvent,
): Promise<void> => {
  const now = clock.now();
  const result: TemplateResult = { appid, openid, msgid, status, receivedAt: now, nextActionAt: now };
  await store.insert(templateResults, `${appid}:${openid}:${msgid}`, result);
  wake();
};

/**
 * The worker's: tells the case that sent it. One that none of the customer's cases has sent, or that says nothing we
 * understand, is done with: an account may send templates that are not ours.
 */
export const applyTemplateResult = async (deps: Deps, id: string): Promise<void> => {
  const result = (await deps.store.get(templateResults, id))?.doc;
  if (!result || result.nextActionAt === null) return;
  const all = await everyCustomerCase(deps, result);
  const told = all.find(({ outbox }) => isAwaiting(outbox, result.msgid));
  if (told) await tellCase(deps, told, result);
  const nextActionAt = told ? null : nextLook(result, all, deps.clock.now());
  await change(deps.store, templateResults, id, (doc) =>
    doc.nextActionAt === result.nextActionAt ? { ...doc, nextActionAt } : doc,
  );
};

const tellCase = async (deps: Deps, { caseNo }: Case, result: TemplateResult): Promise<void> => {
  const at = deps.clock.now();
  const apply = (kase: Case): Case => {
    const event = arrivalOf(kase.outbox, result);
    return event === null ? kase : evolve(kase, event, at, system);
  };
  const { doc } = await changeExisting(deps.store, cases, caseNo, apply);
  if (isAwaiting(doc.outbox, result.msgid))
    deps.log.warn({ caseNo, status: result.status }, 'the result of a template message is not understood');
};

/** null: no message of ours can be meant any more. */
const nextLook = ({ receivedAt }: TemplateResult, all: readonly Case[], now: Instant): Instant | null => {
  const last = receivedAt + SENDER_MAY_SAY_MS;
  if (now >= last || !all.some(({ outbox }) => mayBeUnderWay(outbox))) return null;
  return Math.min(last, now + Math.max(FIRST_PAUSE_MS, (now - receivedAt) * PAUSE_PER_AGE));
};
