import { type Actor, customer } from '../../src/domain/case/actor.ts';
import type { CustomerCommand, StaffCommand } from '../../src/domain/case/commands.ts';
import type { DecideContext } from '../../src/domain/case/decide/context.ts';
import { decideForCustomer } from '../../src/domain/case/decide/customer.ts';
import { evolveAll } from '../../src/domain/case/evolve.ts';
import type { Case } from '../../src/domain/case/state.ts';
import type { Status } from '../../src/domain/case/status.ts';
import type { Order } from '../../src/domain/order.ts';
import { NOW, aCase, after, context, staff, when } from './case.ts';

export const big = (kase: Case): Case => ({ ...kase, order: { ...kase.order, paidFen: 168_000 } });
export const bigContext = { refundableFen: 168_000 };

/** The order of `aCase`, as our records have it. */
export const anOrder = (over: Partial<Order> = {}): Order => ({
  outTradeNo: 'ORDER-1',
  transactionId: '4200000000202602270000000001',
  appid: 'wx0000000000000001',
  openid: 'oCustomer0000000000000000001',
  unionid: null,
  email: null,
  description: '年度会员',
  amountFen: 19_800,
  paidAt: NOW - 3 * 86_400_000,
  promotional: false,
  terminatedForViolation: false,
  usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
  source: 'feed',
  toldAt: NOW,
  comparedAt: null,
  ledger: [],
  ...over,
});

/** When the customer asks for something, then this is what came of it. */
export const asks = (kase: Case, command: CustomerCommand, over: Partial<DecideContext> = {}) => {
  const used = { ...context, ...over };
  const decided = decideForCustomer(kase, command, used);
  const actor: Actor = customer;
  return {
    code: decided.ok ? 'ok' : decided.code,
    after: decided.ok ? evolveAll(kase, decided.value, used.now, actor) : kase,
  };
};

/** What a command leads to; a refusal is a mistake of the test. */
export const does = (
  kase: Case,
  command: StaffCommand,
  by = staff('小林'),
  over: Partial<DecideContext> = {},
): Case => {
  const result = when(kase, command, by, over);
  if (result.code !== 'ok') throw new Error(`${command.type}: ${result.code}`);
  return result.after;
};

export const offer = (amountFen = 9_900): StaffCommand => ({
  type: 'offer',
  amountFen,
  note: '按用量协商',
  message: null,
});
export const reject: StaffCommand = { type: 'reject', clauses: ['3.1'], note: 'n', message: '已使用' };
export const request: StaffCommand = { type: 'request_information', message: '请发付款截图' };
export const approveAll = (amountFen = 19_800): StaffCommand => ({
  type: 'approve',
  amountFen,
  note: 'n',
  message: null,
});
const attempt = { outRefundNo: 'RF20260302ABCDEF-1' };
const given = { text: '见附图', evidence: ['m1'] };

const rejected = does(aCase(), reject);
const appealed = asks(rejected, { type: 'appeal', text: '不同意', evidence: [] }).after;
const refunding = does(aCase(), approveAll());
const needsPerson = after(refunding, [
  { type: 'PayoutReserved', ...attempt, first: true },
  { type: 'PayoutSent', ...attempt },
  { type: 'PayoutNeedsPerson', ...attempt, trouble: '404 RESOURCE_NOT_EXISTS' },
]);
const awaiting = does(aCase(), request);

/** A case in every state it can be in, each reached by what people do. */
export const inState: Readonly<Record<Status, Case>> = {
  in_review: aCase(),
  awaiting_customer: awaiting,
  offered: does(aCase(), offer()),
  awaiting_second_approval: does(big(aCase()), approveAll(168_000), staff('小林'), bigContext),
  refunding: needsPerson,
  refunded: after(refunding, [
    { type: 'PayoutReserved', ...attempt, first: true },
    { type: 'PayoutSent', ...attempt },
    {
      type: 'PayoutSucceeded',
      ...attempt,
      refundId: '50300000012026030200000001',
      amountFen: 19_800,
      successTime: NOW,
      userReceivedAccount: null,
    },
  ]),
  settled_outside: does(
    needsPerson,
    { type: 'settle_outside', proof: 'p', note: 'n' },
    staff('财务', 'finance'),
  ),
  rejected,
  appealed,
  closed: after(rejected, [{ type: 'AppealWindowClosed' }]),
  lapsed: after(awaiting, [{ type: 'InformationLapsed' }]),
  withdrawn: asks(aCase(), { type: 'withdraw' }).after,
};

export const information: CustomerCommand = { type: 'give_information', given };
