/** Customers whose refunds go wrong on the way, and what must hold however they do. */
import { expect } from '@jest/globals';
import { timelineText } from '../../src/conversation/timeline.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { isFinal } from '../../src/domain/case/status.ts';
import { committedFen } from '../../src/domain/ledger.ts';
import type { WechatPay } from '../../src/gateways/wechat-pay/types.ts';
import type { PaidOrder } from '../../src/sandbox/world/schema.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import type { Log } from '../../src/usecases/log.ts';
import type { Desk, Json } from './desk.ts';
import { ENGLISH } from './every-text.ts';
import { act, apply, storedCase } from './story.ts';

const DAY_MS = 86_400_000;
let buyers = 0;

export interface Buyer {
  readonly name: string;
  readonly caseNo: string;
  readonly outRefundNo: string;
  readonly order: PaidOrder;
}

export interface Purchase {
  readonly amountFen?: number;
  readonly paidDaysAgo?: number;
  readonly usage?: PaidOrder['usage'];
  /** What of it was paid by coupons. */
  readonly couponFen?: number;
  /** Where WeChat Pay's record differs from what the shop tells us. */
  readonly atWechatPay?: Partial<PaidOrder>;
}

/** The shop tells of the order. @returns the status of the answer */
export const tellDesk = async ({ simulators, url }: Desk, order: PaidOrder): Promise<number> => {
  const { appid, ordersApiToken } = simulators.credentials;
  const { outTradeNo, transactionId, openid, description, amountFen, usage } = order;
  const paidAt = new Date(order.paidAt).toISOString();
  const response = await fetch(`${url}/api/orders/${outTradeNo}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ordersApiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ transactionId, appid, openid, description, amountFen, paidAt, usage }),
  });
  return response.status;
};

/** A new customer who has bought something; neither the shop nor WeChat Pay has told of it yet. */
export const aPurchase = (desk: Desk, purchase: Purchase = {}): Pick<Buyer, 'name' | 'order'> => {
  buyers += 1;
  const serial = String(buyers).padStart(4, '0');
  const name = `客户${serial}`;
  const openid = `oBuyer0000000000000000000${serial}`;
  desk.simulators.addPhone(openid, name);
  const order: PaidOrder = {
    outTradeNo: `BOUGHT-${serial}`,
    transactionId: `420000999920261123000000${serial}`,
    openid,
    description: '专业版会员（年）',
    amountFen: purchase.amountFen ?? 19_800,
    paidAt: Math.floor(desk.app.deps.clock.now() / 1000) * 1000 - (purchase.paidDaysAgo ?? 3) * DAY_MS,
    ...(purchase.couponFen === undefined ? {} : { couponFen: purchase.couponFen }),
    about: '',
    promotional: false,
    terminatedForViolation: false,
    usage: purchase.usage ?? { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
  };
  return { name, order };
};

/** A new customer who has bought something and applied to have it refunded. */
export const aBuyer = async (desk: Desk, purchase: Purchase = {}): Promise<Buyer> => {
  const { name, order } = aPurchase(desk, purchase);
  desk.simulators.pay.addOrder({ ...order, ...purchase.atWechatPay });
  expect(await tellDesk(desk, order)).toBe(201);
  const caseNo = await apply(desk, name);
  return { name, caseNo, outRefundNo: `${caseNo}-1`, order };
};

export const approve = (desk: Desk, { caseNo, order }: Pick<Buyer, 'caseNo' | 'order'>, who = '小林') =>
  act(desk, who, caseNo, 'approve', { amountFen: order.amountFen, note: '核实无误' });

/** Approved, and everything done that can be done at once. */
export const anApproved = async (desk: Desk, purchase: Purchase = {}): Promise<Buyer> => {
  const buyer = await aBuyer(desk, purchase);
  expect((await approve(desk, buyer)).status).toBe(200);
  await desk.settle();
  return buyer;
};

/** How the payout stands: `SUCCESS`, `paused`, … */
export const payoutOf = async (desk: Desk, { caseNo }: Pick<Buyer, 'caseNo'>) => {
  const attempt = (await storedCase(desk, caseNo)).attempts.at(-1);
  if (!attempt) throw new Error('no payout');
  return attempt;
};

/** What has left the merchant for this customer's order, in fen; and under which numbers. */
export const paidTo = ({ simulators }: Desk, { order }: Pick<Buyer, 'order'>) => {
  const paid = simulators.pay
    .refunds()
    .filter((refund) => refund.outTradeNo === order.outTradeNo && refund.status === 'SUCCESS');
  return {
    fen: paid.reduce((sum, refund) => sum + refund.amountFen, 0),
    numbers: paid.map((refund) => refund.outRefundNo),
  };
};

/** How often the customer has been told on the phone, by us, that the case is refunded. */
const toldRefunded = (desk: Desk, kase: Case): number =>
  desk.simulators
    .phone(kase.customer.openid)
    .screen()
    .messages.filter(({ from, text, fields }) =>
      from === 'template'
        ? text.includes('到账') && fields?.some(({ value }) => value === kase.caseNo) === true
        : from === 'account' && text.includes(`${kase.caseNo} 已成功退出`),
    ).length;

/** Asserts that the refund ended well: paid once under that number, and the customer told so once. */
export const expectRefunded = async (desk: Desk, buyer: Buyer, outRefundNo = buyer.outRefundNo) => {
  expect(paidTo(desk, buyer)).toEqual({ fen: buyer.order.amountFen, numbers: [outRefundNo] });
  const kase = await storedCase(desk, buyer.caseNo);
  expect([kase.status, kase.refundedFen]).toEqual(['refunded', buyer.order.amountFen]);
  expect(kase.attempts.at(-1)).toMatchObject({ outRefundNo, state: 'SUCCESS', nextAt: null });
  await expectInvariants(desk);
};

/** What must hold of every case whenever nothing is under way (wechat-pay reference, "Faults to inject"). */
export const expectInvariants = async (desk: Desk): Promise<void> => {
  const page = await desk.store.scan(cases, 'queue', { facet: 'all', limit: 1_000 });
  await Promise.all(page.items.map(({ doc }) => expectSound(desk, doc)));
  const numbers = desk.simulators.pay.refunds().map((refund) => refund.outRefundNo);
  expect(new Set(numbers).size).toBe(numbers.length);
};

const expectSound = async (desk: Desk, kase: Case): Promise<void> => {
  for (const { actor, event } of kase.timeline)
    if ('trouble' in event) expect(timelineText({ actor, event }, 'zh')).not.toMatch(ENGLISH);
  const refunds = desk.simulators.pay
    .refunds()
    .filter((refund) => refund.outRefundNo.startsWith(`${kase.caseNo}-`));
  const alive = refunds.filter((refund) => refund.status !== 'CLOSED');
  const sum = (of: typeof refunds) => of.reduce((fen, refund) => fen + refund.amountFen, 0);
  const paidFen = sum(refunds.filter((refund) => refund.status === 'SUCCESS'));
  const order = kase.verified ? await desk.store.get(orders, kase.order.outTradeNo) : undefined;
  const entered = order?.doc.ledger.filter((entry) => entry.state !== 'refused') ?? [];
  const isDone = kase.status === 'refunded';
  expect({
    caseNo: kase.caseNo,
    aliveBeyondApproval: Math.max(0, sum(alive) - (kase.approval?.amountFen ?? 0)),
    notInLedger: refunds.filter(
      ({ outRefundNo }) => !entered.some((entry) => entry.outRefundNo === outRefundNo),
    ),
    ledgerBeyondPayment: order ? Math.max(0, committedFen(order.doc) - order.doc.amountFen) : 0,
    refundedFen: kase.refundedFen,
    toldRefunded: toldRefunded(desk, kase),
    hasNextAction: isFinal(kase.status) || kase.nextActionAt !== null,
    otherRefundIds: kase.attempts.filter(
      ({ outRefundNo, refundId }) =>
        refundId !== null && refunds.find((each) => each.outRefundNo === outRefundNo)?.refundId !== refundId,
    ),
  }).toEqual({
    caseNo: kase.caseNo,
    aliveBeyondApproval: 0,
    notInLedger: [],
    ledgerBeyondPayment: 0,
    refundedFen: isDone ? paidFen : 0,
    toldRefunded: isDone ? 1 : 0,
    hasNextAction: true,
    otherRefundIds: [],
  });
};

/** WeChat Pay as it is, with every application counted, and something done before or after one where asked. */
export const watched = (
  pay: WechatPay | null,
  around: { readonly before?: () => Promise<void>; readonly after?: () => Promise<void> } = {},
) => {
  if (!pay) throw new Error('WeChat Pay is off');
  const posted: string[] = [];
  const wechatPay: WechatPay = {
    refund: async (request) => {
      posted.push(request.outRefundNo);
      await around.before?.();
      const answer = await pay.refund(request);
      await around.after?.();
      return answer;
    },
    queryRefund: (outRefundNo) => pay.queryRefund(outRefundNo),
    queryTransaction: (by) => pay.queryTransaction(by),
    verifyNotification: (headers, rawBody) => pay.verifyNotification(headers, rawBody),
  };
  return { wechatPay, posted };
};

/** A log whose alarms can be read: the messages said at level error. */
export const alarmLog = () => {
  const alarms: string[] = [];
  const quiet = () => undefined;
  const log: Log = { info: quiet, warn: quiet, error: (_fields, message) => void alarms.push(message) };
  return { log, alarms };
};

export const bodyOf = (answer: { readonly body: Json }) => answer.body['error'];
