/** Stories of cases and their customers, told again and again, each time with a failure at another point of them. */
import { expect } from '@jest/globals';
import type { Notice } from '../../src/domain/case/notice.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { isFinal } from '../../src/domain/case/status.ts';
import { DAY_MS, type Instant, isoChina } from '../../src/domain/time.ts';
import type { PaidOrder } from '../../src/sandbox/world/schema.ts';
import { changeExisting } from '../../src/usecases/change.ts';
import { alerts } from '../../src/usecases/documents/alerts.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import type { Failure, Points } from './crashing-process.ts';
import { type Environment, type Tale, desk, tellAll } from './crash-telling.ts';

export { desk } from './crash-telling.ts';

export interface Customer {
  readonly openid: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly amountFen: number;
  readonly order: PaidOrder;
}

export interface Story {
  readonly title: string;
  readonly amountFen?: number;
  /** Who knows of the order beside the customer; default: the shop has told of it, and WeChat Pay knows it. */
  readonly known?: 'to_wechat_pay' | 'to_nobody';
  /** Before anything fails. */
  readonly given?: (customer: Customer) => Promise<unknown>;
  readonly when: (customer: Customer) => Promise<void>;
  /** Where that takes longer than what is under way of itself. */
  readonly until?: (kase: Case) => boolean;
  /** `failure` null: there was none. */
  readonly then: (kase: Case, customer: Customer, failure: Failure | null) => Promise<void> | void;
  readonly notices: readonly Notice['kind'][];
  /** So many points there are at the least at which it can fail; fewer, and the story is not told. */
  readonly least: Points;
}

/** The shop tells of the order. */
export const shopTells = ({ order }: Customer): Promise<void> => {
  const { outTradeNo, transactionId, openid, description, amountFen, paidAt, usage } = order;
  const { appid } = desk.simulators.credentials;
  const told = { transactionId, appid, openid, description, amountFen, usage, paidAt: isoChina(paidAt) };
  return desk.putOrder(outTradeNo, told);
};

/** WeChat Pay knows of the order. */
export const hasPaid = ({ order }: Customer): void => {
  desk.simulators.pay.addOrder(order);
};

let customers = 0;
export const aCustomer = async ({
  amountFen = 19_800,
  known,
}: Pick<Story, 'amountFen' | 'known'> = {}): Promise<Customer> => {
  customers += 1;
  const serial = String(customers).padStart(4, '0');
  const openid = `oCrash00000000000000000000${serial}`;
  desk.simulators.addPhone(openid, `客户${serial}`);
  const order: PaidOrder = {
    outTradeNo: `CRASH-${serial}`,
    transactionId: `420000000020261124000000${serial}`,
    openid,
    description: '年度会员',
    amountFen,
    about: '',
    paidAt: Math.floor((desk.time.clock.now() - DAY_MS) / 1000) * 1000,
    promotional: false,
    terminatedForViolation: false,
    usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
  };
  const { outTradeNo, transactionId } = order;
  const customer = { openid, outTradeNo, transactionId, amountFen, order };
  if (known !== 'to_nobody') hasPaid(customer);
  if (known === undefined) await shopTells(customer);
  return customer;
};

export const ofCustomer = ({ openid }: Pick<Customer, 'openid'>) => ({
  appid: desk.simulators.credentials.appid,
  openid,
});

/** Time goes by until then; nothing is done meanwhile. */
export const elapseUntil = (at: Instant): void => {
  desk.time.elapse(Math.max(0, at - desk.time.clock.now()));
};

export const caseOf = async (customer: Customer): Promise<Case> => {
  const facet = sessionId(ofCustomer(customer));
  const page = await desk.store.scan(cases, 'customer', { facet, limit: 10 });
  expect(page.items).toHaveLength(1);
  const [item] = page.items;
  if (!item) throw new Error('no case');
  return item.doc;
};

/** @param number of the order, as the customer gives it; default: the first that they are shown */
export const applied = async (customer: Customer, number = '1'): Promise<Case> => {
  for (const line of ['退款', number, '2', '没有用过', '跳过', '确认']) await desk.say(customer.openid, line);
  await desk.settle(1);
  return caseOf(customer);
};

/** A case like any other, sooner than by the form: staff have opened it, and its customer can be written to. */
export const opened = async ({ openid, outTradeNo }: Customer): Promise<void> => {
  await desk.say(openid, '政策');
  const reason = { category: 'own_reasons', text: '没有用过' };
  const answer = await desk.staffCall('小林', '/cases', { outTradeNo, openid, reason }, outTradeNo);
  expect(answer.status).toBe(201);
  await desk.settle(1);
};

/** By one person; above the limit another has to agree. */
export const approve = async (customer: Customer): Promise<void> => {
  const { caseNo } = await caseOf(customer);
  const body = { amountFen: customer.amountFen, note: '核实无误' };
  expect(await desk.decide('小林', caseNo, 'approve', body)).toBe(200);
};

export const reject = async (customer: Customer): Promise<void> => {
  const { caseNo } = await caseOf(customer);
  const body = { clauses: ['3.1'], note: '已使用', message: '付费功能已使用。' };
  expect(await desk.decide('小林', caseNo, 'reject', body)).toBe(200);
};

/** What a member of staff does, by an action of the API. */
export const act = async (who: string, customer: Customer, action: string, body: object): Promise<void> => {
  const { caseNo } = await caseOf(customer);
  expect([action, await desk.decide(who, caseNo, action, { note: '见案件', ...body })]).toEqual([
    action,
    200,
  ]);
};

export const expectRefunded = (kase: Case, attempts = 1): void => {
  expect([kase.status, kase.attempts.length, kase.nextActionAt]).toEqual(['refunded', attempts, null]);
};

interface Words {
  /** As a message in the chat. */
  readonly said: RegExp;
  /** Of the template, where there is one, and what it says came of it. */
  readonly title?: string;
  readonly outcome?: string;
}
/** What the notices that occur here say, by their outcome or, without one, their kind. */
const words: Readonly<Record<string, Words>> = {
  received: { said: /^我们已收到您的退款申请/, title: '受理通知' },
  approved: { said: /已批准。/, title: '审核结果', outcome: '已批准' },
  rejected: { said: /经审核未能通过/, title: '审核结果', outcome: '未通过' },
  refunded: { said: /已成功退出/, title: '到账' },
  upheld: { said: /维持原决定/, title: '审核结果', outcome: '维持原议' },
  lapsed: { said: /因未收到补充资料/, title: '审核结果', outcome: '暂时结束' },
  settled_outside: { said: /已通过其他方式支付。/, title: '审核结果', outcome: '已退款' },
  information: { said: /需要您补充资料。/ },
  offer: { said: /我们提出以下退款方案。/ },
  offer_reminder: { said: /还在等您答复退款方案。/ },
  offer_withdrawn: { said: /^我们撤回了/ },
  offer_lapsed: { said: /^之前提出的退款方案已到期/ },
  message: { said: /（退款申请 RF\w+，客服）$/ },
};

/** How often the customer's phone has shown what this notice says. */
const timesTold = ({ openid }: Customer, caseNo: string, { kind, outcome }: Notice): number => {
  const { said, title = '?', outcome: came = caseNo } = words[outcome ?? kind] ?? { said: /^$/ };
  return desk.simulators
    .phone(openid)
    .screen()
    .messages.filter(({ from, text, fields = [] }) => {
      const shown = fields.map(({ value }) => value);
      return from === 'template'
        ? text.includes(title) && shown.includes(caseNo) && shown.includes(came)
        : from === 'account' && text.includes(caseNo) && said.test(text);
    }).length;
};

/** What must hold of every story, wherever something failed. */
const expectSound = async (customer: Customer, kase: Case): Promise<void> => {
  for (const notice of kase.outbox) {
    const { kind, state } = notice;
    const times = timesTold(customer, kase.caseNo, notice);
    // A result that met the failure may be overtaken by the news that the money has gone.
    const least = state === 'superseded' && kind === 'result' ? 0 : 1;
    expect([kind, state]).toEqual([kind, least === 0 ? 'superseded' : 'sent']);
    expect([kind, times >= least && times <= 2]).toEqual([kind, true]);
    // Whatever failed, WeChat's word on a template message has reached the case.
    expect([kind, notice.msgid]).toEqual([kind, null]);
  }
  expect(kase.alerts).toEqual([]);
  if (!isFinal(kase.status)) expect(kase.nextActionAt).not.toBeNull();
  expect(kase.lease === null || kase.lease.until < desk.time.clock.now()).toBe(true);
  const paid = desk.simulators.pay
    .refunds()
    .filter(({ outTradeNo, status }) => outTradeNo === customer.outTradeNo && status !== 'CLOSED')
    .reduce((sum, refund) => sum + refund.amountFen, 0);
  expect(paid).toBe(kase.status === 'refunded' ? kase.approval?.amountFen : 0);
  await expectQuiet(customer);
};

/** Nothing waits in the customer's conversation, if they have ever written. */
export const expectQuiet = async (customer: Pick<Customer, 'openid'>): Promise<void> => {
  const quiet = { pending: [], noticesWaiting: [], nextActionAt: null, lease: null };
  const session = (await desk.store.get(sessions, sessionId(ofCustomer(customer))))?.doc;
  expect(session ?? quiet).toMatchObject(quiet);
};

/** What has happened to the case, but for how its customer was told. */
export const history = ({ timeline }: Case): string[] =>
  timeline.map(({ event }) => event.type).filter((type) => !type.startsWith('Notice'));

/** What the account has said on the phone, and how often it was this. */
export const timesSaid = ({ openid }: Pick<Customer, 'openid'>, what: RegExp): number =>
  desk.simulators
    .phone(openid)
    .screen()
    .messages.filter(({ from, text }) => from === 'account' && what.test(text)).length;

/** Staff were told of it: once or, where something failed, once more. */
export const expectStaffTold = async (key: string, before = 0): Promise<void> => {
  const times = ((await desk.store.get(alerts, key))?.doc.count ?? 0) - before;
  expect([key, times, times === 1 || times === 2]).toEqual([key, times, true]);
};

const MAX_MINUTES = 15;
const isUnderWay = async ({ outbox, status, evidence, alerts: kept }: Case): Promise<boolean> => {
  const pictures = await Promise.all(evidence.map((id) => desk.store.get(messages, id)));
  return (
    status === 'refunding' ||
    kept.length > 0 ||
    outbox.some(({ state, msgid }) => state === 'pending' || msgid !== null) ||
    pictures.some((picture) => picture?.doc.picture?.state === 'pending')
  );
};

const tale = (story: Story): Tale => ({
  title: story.title,
  least: story.least,
  told: async ({ failure, through }) => {
    const customer = await aCustomer(story);
    await story.given?.(customer);
    await through(() => story.when(customer));
    const { until = () => true } = story;
    let kase = await caseOf(customer);
    // As long as the back-offs of what met the failure may take.
    for (let minutes = 0; minutes < MAX_MINUTES && ((await isUnderWay(kase)) || !until(kase)); minutes += 1) {
      await desk.settle(1);
      kase = await caseOf(customer);
    }
    await desk.settle(1);
    kase = await caseOf(customer);
    await story.then(kase, customer, failure);
    expect(kase.outbox.map(({ kind }) => kind)).toEqual(story.notices);
    await expectSound(customer, kase);
    await putAside(kase);
  },
});

/** What it would still have to do is not to come up in the tellings after it. */
const putAside = ({ caseNo }: Case) =>
  changeExisting(desk.store, cases, caseNo, (kase) => ({ ...kase, nextActionAt: null }));

/** Each story with each failure at each of its points. */
export const tell = (...stories: readonly Story[]): void => {
  tellWith(() => Promise.resolve({}), ...stories);
};

/** The same with other tales beside, and more in the server's environment. */
export const tellWith = (environment: Environment, ...all: readonly (Story | Tale)[]): void => {
  tellAll(environment, ...all.map((each) => ('told' in each ? each : tale(each))));
};
