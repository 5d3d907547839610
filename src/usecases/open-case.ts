import type { SubmitApplication, SubmitOutcome } from '../conversation/types.ts';
import { customer as byCustomer } from '../domain/case/actor.ts';
import type { Case, Customer } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { orders } from './documents/orders.ts';
import { isPayer } from './find-orders.ts';
import { insertCase } from './new-case.ts';

/**
 * Opens the case an application asks for, once a draft: asked again it names the same case. The order is
 * looked at anew, since the draft may be days old.
 */
export const openCase = async (
  deps: Deps,
  customer: Customer,
  command: SubmitApplication,
): Promise<SubmitOutcome> => {
  const earlier = await deps.store.getByKey(cases, `draft:${command.draftId}`);
  if (earlier) return opened(earlier.doc);
  const order = (await deps.store.get(orders, command.order.outTradeNo))?.doc;
  if (order && !isPayer(customer, order)) return { ok: false, code: 'foreign_order' };
  const held = await deps.store.getByKey(cases, `open:${command.order.outTradeNo}`);
  if (order && held) return { ok: false, code: 'already_open', caseNo: held.doc.caseNo };
  if (order && refundableFen(order) === 0) return { ok: false, code: 'nothing_refundable' };
  const { draftId, language, reason, evidence } = command;
  const inserted = await insertCase(deps, {
    channel: 'chat',
    customer,
    email: null,
    language,
    draftId,
    reason,
    evidence: [...evidence],
    outTradeNo: command.order.outTradeNo,
    order,
    by: byCustomer,
  });
  return inserted.ok ? opened(inserted.kase) : takenBy(deps, inserted.key);
};

/** Another delivery of the same application, or another application for the order, was faster. */
const takenBy = async ({ store }: Deps, key: string): Promise<SubmitOutcome> => {
  const holder = (await store.getByKey(cases, key))?.doc;
  if (holder && key.startsWith('draft:')) return opened(holder);
  return { ok: false, code: 'already_open', caseNo: holder?.caseNo ?? null };
};

const opened = (kase: Case): SubmitOutcome => ({
  ok: true,
  caseNo: kase.caseNo,
  reviewBy: kase.deadlines.reviewBy,
  provisional: kase.deadlines.provisional,
  verified: kase.verified,
});
