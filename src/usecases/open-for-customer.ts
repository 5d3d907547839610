import type { Reason } from '../domain/reason.ts';
import type { Case } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import { type StaffMember, may } from '../domain/staff.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { isPayer, learnOrder } from './find-orders.ts';
import { insertCase } from './new-case.ts';

/** What staff enter for a customer who came another way. */
export interface StaffApplication {
  readonly staff: StaffMember;
  readonly outTradeNo: string;
  readonly reason: Reason;
  /** Who they are in WeChat; null: not known. */
  readonly openid: string | null;
  readonly email: string | null;
  /** A repeat under it names the same case. */
  readonly idempotencyKey: string | null;
}

type OpenRefusal = 'forbidden' | 'order_has_open_case' | 'nothing_refundable';

/**
 * Opens a case on a customer's behalf. It is verified only where the customer is known in WeChat as the one who paid:
 * whoever rings up with a number has proven nothing.
 */
export const openForCustomer = async (
  deps: Deps,
  application: StaffApplication,
): Promise<Result<Case, OpenRefusal>> => {
  const { staff, outTradeNo, reason, email, idempotencyKey } = application;
  if (!may(staff.role, 'handle_case')) return refuse('forbidden');
  const draftId = `staff:${staff.name}:${idempotencyKey ?? deps.random.bytes(12).toString('hex')}`;
  const earlier = await deps.store.getByKey(cases, `draft:${draftId}`);
  if (earlier) return ok(earlier.doc);
  const learnt = await learnOrder(deps, outTradeNo);
  const order = learnt.kind === 'known' ? learnt.order : undefined;
  if (order && (await deps.store.getByKey(cases, `open:${order.outTradeNo}`)))
    return refuse('order_has_open_case');
  if (order && refundableFen(order) === 0) return refuse('nothing_refundable');
  const customer = { appid: deps.appid, openid: application.openid ?? '' };
  const inserted = await insertCase(deps, {
    channel: 'staff',
    customer,
    email,
    language: 'zh',
    draftId,
    reason,
    evidence: [],
    outTradeNo: order?.outTradeNo ?? outTradeNo,
    order: order && isPayer(customer, order) ? order : undefined,
    by: { kind: 'staff', name: staff.name },
  });
  if (inserted.ok) return ok(inserted.kase);
  const holder = await deps.store.getByKey(cases, inserted.key);
  return holder && inserted.key.startsWith('draft:') ? ok(holder.doc) : refuse('order_has_open_case');
};
