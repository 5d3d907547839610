import type { SubmitApplication, SubmitOutcome } from '../conversation/types.ts';
import { caseNoFrom } from '../domain/case/case-no.ts';
import { type Application, openCaseAt } from '../domain/case/open.ts';
import type { Case, Customer } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { assess } from '../domain/policy/assess.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { orders } from './documents/orders.ts';
import { isPayer } from './find-orders.ts';

/** A number drawn twice on one day is drawn again; 32⁶ of them make more than a few draws a fault. */
const MAX_DRAWS = 5;

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
  for (let draws = 0; draws < MAX_DRAWS; draws += 1) {
    const kase = newCase(deps, customer, command, order);
    const inserted = await deps.store.insert(cases, kase.caseNo, kase);
    if (inserted.ok) {
      deps.log.info({ caseNo: kase.caseNo, outcome: kase.assessment.outcome }, 'a customer has applied');
      deps.wake();
      return opened(kase);
    }
    if (inserted.code === 'exists' || inserted.key.startsWith('no:')) continue;
    return takenBy(deps, inserted.key);
  }
  throw new Error(`no free case number in ${String(MAX_DRAWS)} draws`);
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

const newCase = (
  deps: Deps,
  customer: Customer,
  command: SubmitApplication,
  order: Order | undefined,
): Case => {
  const now = deps.clock.now();
  const { draftId, language, reason } = command;
  const application: Application = {
    caseNo: caseNoFrom(now, deps.random.bytes(6)),
    channel: 'chat',
    verified: order !== undefined,
    customer,
    language,
    draftId,
    reason,
    evidence: [...command.evidence],
    order: order
      ? {
          outTradeNo: order.outTradeNo,
          transactionId: order.transactionId,
          description: order.description,
          paidFen: order.amountFen,
          paidAt: order.paidAt,
        }
      : {
          outTradeNo: command.order.outTradeNo,
          transactionId: null,
          description: '',
          paidFen: null,
          paidAt: null,
        },
    assessment: assess({
      policy: deps.policy,
      calendar: deps.calendar,
      order: order ?? null,
      category: reason.category,
      claimConfirmed: null,
      now,
    }),
  };
  return openCaseAt(application, deps.policy, deps.calendar, now);
};
