import { type Account, sealPush, xmlOf } from '../test/support/wechat-wire.ts';
import type { Shot, Shots } from './load.ts';

interface Turn {
  readonly says: string;
  /** Stands in the right answer and in no other of the script. */
  readonly hears: string;
}

const STORY = '购买之后一直没有时间学习，课程一次也没有打开过，家里临时有事，希望能够退款，谢谢。';
const FORM: readonly Turn[] = [
  { says: '退款', hears: '【1/5' },
  { says: '1', hears: '【2/5' },
  { says: '2', hears: '【3/5' },
  { says: STORY, hears: '【4/5' },
  { says: '跳过', hears: '【5/5' },
];
/** Ends where it began, so that a customer can go round for ever. */
export const ROUND: readonly Turn[] = [...FORM, { says: '取消', hears: '已取消' }];
export const APPLICATION: readonly Turn[] = [...FORM, { says: '确认', hears: 'RF' }];

export interface TurnShot extends Shot {
  readonly customer: Customer;
  readonly turn: Turn;
  readonly msgId: string;
}

export interface Customer {
  readonly openid: string;
  readonly outTradeNo: string;
  /** Where in the round the next prepared turn is. */
  step: number;
  /** Signed, in order, not sent yet. */
  readonly ahead: TurnShot[];
}

export const createCustomers = (count: number): Customer[] =>
  Array.from({ length: count }, (_, i) => ({
    openid: `oBenchCustomer0000000000${String(i).padStart(4, '0')}`,
    outTradeNo: `BENCH-${String(i).padStart(6, '0')}`,
    step: 0,
    ahead: [],
  }));

const DAY_MS = 86_400_000;

/** What the shop's own system says of a customer's one order. */
export const orderShot = (account: Account, token: string, customer: Customer): Shot => ({
  method: 'PUT',
  path: `/api/orders/${customer.outTradeNo}`,
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: Buffer.from(
    JSON.stringify({
      transactionId: `42000000002026${customer.outTradeNo.slice(-6).padStart(14, '0')}`,
      appid: account.appid,
      openid: customer.openid,
      description: '年度会员',
      amountFen: 19_800,
      paidAt: new Date(Date.now() - DAY_MS).toISOString(),
      usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
    }),
  ),
});

let lastMsgId = 7_000_000_000_000_000n;

const turnShot = (account: Account, customer: Customer, turn: Turn): TurnShot => {
  lastMsgId += 1n;
  const msgId = String(lastMsgId);
  const seconds = Math.floor(Date.now() / 1000);
  const xml = xmlOf({
    ToUserName: 'gh_bench',
    FromUserName: customer.openid,
    CreateTime: seconds,
    MsgType: 'text',
    Content: turn.says,
    MsgId: msgId,
  });
  const { query, body } = sealPush(account, xml, String(seconds));
  return {
    method: 'POST',
    path: `/wechat?${new URLSearchParams(query).toString()}`,
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(body),
    customer,
    turn,
    msgId,
  };
};

/** Signs the customer's next turns ahead of the load: going round, or as told. */
export const prepare = (account: Account, customer: Customer, turns: number, script = ROUND): void => {
  for (let i = 0; i < turns; i += 1) {
    const turn = script[customer.step % script.length];
    if (turn) customer.ahead.push(turnShot(account, customer, turn));
    customer.step += 1;
  }
};

const queueOf = (
  customers: readonly Customer[],
  putBack: (ready: Customer[], customer: Customer) => void,
): Shots<TurnShot> => {
  const ready = [...customers];
  return {
    take: () => ready.shift()?.ahead.shift(),
    answered: ({ customer }) => {
      if (customer.ahead.length > 0) putBack(ready, customer);
    },
  };
};

/** Whoever has waited longest is next; a customer writes again only when they have been answered. */
export const inTurn = (customers: readonly Customer[]): Shots<TurnShot> =>
  queueOf(customers, (ready, customer) => ready.push(customer));

/** Each says all they have to say before the next begins. */
export const oneByOne = (customers: readonly Customer[]): Shots<TurnShot> =>
  queueOf(customers, (ready, customer) => ready.unshift(customer));

/** What was prepared and not sent is as if it had never been. */
export const forget = (customers: readonly Customer[]): void => {
  for (const customer of customers) {
    customer.step -= customer.ahead.length;
    customer.ahead.length = 0;
  }
};
