import { noAllowance } from '../official-account/allowance.ts';
import { payTime } from '../wechat-pay/signing.ts';
import { digits, letters, type RandomBytes } from '../random.ts';
import type { PaidOrder, Phone, WorldState } from '../world/schema.ts';

/** Customers and orders that show every outcome of the published policy. */

const DAY_MS = 86_400_000;
/** A set of demo orders older than this no longer shows what it should: a fresh one is added. */
const FRESH_MS = 7 * DAY_MS;

interface DemoOrder {
  readonly description: string;
  readonly amountFen: number;
  readonly daysAgo: number;
  readonly about: string;
  readonly promotional?: boolean;
  readonly used?: readonly [used: number, total: number];
}

const CUSTOMERS: readonly { name: string; about: string; orders: readonly DemoOrder[] }[] = [
  {
    name: '林晓',
    about: '三天前买了年费会员，还没用过；另有一笔用了一部分',
    orders: [
      { description: '专业版会员（年）', amountFen: 19_800, daysAgo: 3, about: '未使用：2.2 全额退款' },
      {
        description: '云端文档翻译包（300页）',
        amountFen: 6_000,
        daysAgo: 10,
        about: '用了一部分：3.1，可协商',
        used: [120, 300],
      },
    ],
  },
  {
    name: '陈浩',
    about: '点数包已经用完',
    orders: [
      {
        description: '作图点数包（100点）',
        amountFen: 6_800,
        daysAgo: 5,
        about: '已使用：3.1',
        used: [100, 100],
      },
    ],
  },
  {
    name: '王芳',
    about: '四十天前买的，一直没用',
    orders: [{ description: '团队版（季）', amountFen: 29_900, daysAgo: 40, about: '超过14天：3.2' }],
  },
  {
    name: '赵磊',
    about: '买了特惠体验包',
    orders: [
      {
        description: '新人特惠体验包',
        amountFen: 990,
        daysAgo: 2,
        about: '特惠商品：3.5',
        promotional: true,
      },
    ],
  },
  {
    name: '孙倩',
    about: '昨天买了企业版，金额大，要两个人批准',
    orders: [
      {
        description: '企业版（年）',
        amountFen: 168_000,
        daysAgo: 1,
        about: '未使用，超过¥1,000：须第二人批准',
      },
    ],
  },
];

export function makePhones(random: RandomBytes): Phone[] {
  return CUSTOMERS.map(({ name, about }) => ({
    openid: `o${letters(random, 27)}`,
    name,
    about,
    subscribed: true,
    messages: [],
    wallet: [],
    afterMessage: noAllowance(),
    afterTap: noAllowance(),
  }));
}

function makeOrder(
  demo: DemoOrder,
  openid: string,
  number: string,
  random: RandomBytes,
  now: number,
): PaidOrder {
  const [quotaUsed, quotaTotal] = demo.used ?? [0, 100];
  return {
    outTradeNo: number,
    transactionId: `4200${digits(random, 24)}`,
    openid,
    description: demo.description,
    amountFen: demo.amountFen,
    // Whole seconds, as WeChat Pay keeps them.
    paidAt: Math.floor((now - demo.daysAgo * DAY_MS) / 1000) * 1000,
    about: demo.about,
    promotional: demo.promotional ?? false,
    terminatedForViolation: false,
    usage: { paidFeaturesUsed: quotaUsed > 0, quotaUsed, quotaTotal },
  };
}

/** Records a payment: at WeChat Pay and in the customer's wallet. */
export function pay(world: WorldState, order: PaidOrder): void {
  world.orders.push(order);
  const phone = world.phones.find(({ openid }) => openid === order.openid);
  phone?.wallet.unshift({
    id: order.transactionId,
    at: order.paidAt,
    kind: 'payment',
    amountFen: order.amountFen,
    title: order.description,
    outTradeNo: order.outTradeNo,
  });
  phone?.wallet.sort((a, b) => b.at - a.at);
}

/** Gives each demo customer their orders: at the first start, and anew once the last ones have grown old. */
export function refreshDemoOrders(world: WorldState, random: RandomBytes, now: number): void {
  if (world.demo.sets > 0 && now - world.demo.at < FRESH_MS) return;
  world.demo = { at: now, sets: world.demo.sets + 1 };
  const day = payTime(now).slice(0, 10).replaceAll('-', '');
  let count = 0;
  for (const { name, orders } of CUSTOMERS) {
    const openid = world.phones.find((phone) => phone.name === name)?.openid;
    if (openid === undefined) continue;
    for (const demo of orders) {
      count += 1;
      const number = `DEMO${day}${String(world.demo.sets).padStart(3, '0')}${String(count).padStart(2, '0')}`;
      pay(world, makeOrder(demo, openid, number, random, now));
    }
  }
}
