import type { Order } from '../../order.ts';
import { ok, refuse } from '../../result.ts';
import type { StaffCommand } from '../commands.ts';
import type { CaseEvent } from '../events.ts';
import { assessCase, saysTheSame } from '../facts.ts';
import type { Case } from '../state.ts';
import type { DecideContext, Decision } from './context.ts';
import { gates } from './gates.ts';

/** A second approval is bound to what the case said: where that has changed, there is nothing to agree to any more. */
const voided = ({ status }: Case): readonly CaseEvent[] =>
  status === 'awaiting_second_approval' ? [{ type: 'ApprovalVoided' }] : [];

/** What staff have found out, laid over the order's own record, and what the policy then recommends. */
export const recordFacts = (
  kase: Case,
  { facts, note }: Extract<StaffCommand, { type: 'record_facts' }>,
  context: DecideContext,
): Decision => {
  if (Object.keys(facts).length === 0) return refuse('nothing_to_record');
  const recorded = { ...kase.recorded, ...facts };
  const { outcome, clauses } = kase.assessment;
  const assessment = assessCase(kase, recorded, context.order, context);
  const event: CaseEvent = {
    type: 'FactsRecorded',
    recorded,
    note,
    assessment,
    from: { outcome, clauses },
  };
  return ok([event, ...voided(kase)]);
};

const isTooMuchNow = ({ approval }: Case, { refundableFen }: Pick<DecideContext, 'refundableFen'>): boolean =>
  approval !== null && refundableFen !== null && approval.amountFen > refundableFen;

/**
 * The order's record says something else than when the case was last assessed, or its ledger has less left than was
 * approved; none: nothing has changed.
 */
export const refreshFacts = (
  kase: Case,
  context: Pick<DecideContext, 'policy' | 'calendar' | 'now' | 'order' | 'refundableFen'>,
): readonly CaseEvent[] => {
  if (!kase.verified || context.order === null || !gates.record_facts.in.includes(kase.status)) return [];
  const assessment = assessCase(kase, kase.recorded, context.order, context);
  if (saysTheSame(assessment, kase.assessment)) return isTooMuchNow(kase, context) ? voided(kase) : [];
  const { outcome, clauses } = kase.assessment;
  return [
    { type: 'FactsRecorded', recorded: kase.recorded, note: null, assessment, from: { outcome, clauses } },
    ...voided(kase),
  ];
};

/** The case is about this order, and it is the customer's. A customer not known in WeChat becomes the one who paid. */
export const verified = (
  kase: Case,
  order: Order,
  note: string | null,
  context: Pick<DecideContext, 'policy' | 'calendar' | 'now'>,
): CaseEvent => {
  const { outTradeNo, transactionId, description, amountFen, paidAt } = order;
  const payer = kase.customer.openid === '' ? order : kase.customer;
  return {
    type: 'OrderVerified',
    order: { outTradeNo, transactionId, description, paidFen: amountFen, paidAt },
    appid: payer.appid,
    openid: payer.openid,
    note,
    assessment: assessCase(kase, kase.recorded, order, context),
  };
};

export const verify = (kase: Case, note: string, context: DecideContext): Decision => {
  if (kase.verified) return refuse('already_verified');
  return context.order === null
    ? refuse('order_unknown')
    : ok([verified(kase, context.order, note, context)]);
};
