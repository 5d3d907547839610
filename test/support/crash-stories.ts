/** Stories that are told again and again, each time with a failure at another point of them. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Notice } from '../../src/domain/case/notice.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { isFinal } from '../../src/domain/case/status.ts';
import { DAY_MS, isoChina } from '../../src/domain/time.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import { onMongo } from './engine.ts';
import { type Crashing, type Failure, startCrashing } from './crashing.ts';

/** Of the file that tells stories. */
export let desk: Crashing;

export interface Customer {
  readonly openid: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly amountFen: number;
}

export interface Story {
  readonly title: string;
  readonly amountFen?: number;
  /** The shop has not told of the order; WeChat Pay alone knows it. */
  readonly isUntold?: boolean;
  /** Before anything fails. */
  readonly given?: (customer: Customer) => Promise<unknown>;
  readonly when: (customer: Customer) => Promise<void>;
  /** Where that takes longer than what is under way of itself. */
  readonly until?: (kase: Case) => boolean;
  readonly then: (kase: Case, customer: Customer, failure: Failure) => Promise<void> | void;
  readonly notices: readonly Notice['kind'][];
  /** So many points there are at the least at which it can fail; fewer, and the story is not told. */
  readonly least: { readonly write: number; readonly call: number };
}

let customers = 0;
const aCustomer = async ({ amountFen = 19_800, isUntold = false }: Story): Promise<Customer> => {
  customers += 1;
  const serial = String(customers).padStart(4, '0');
  const openid = `oCrash00000000000000000000${serial}`;
  desk.simulators.addPhone(openid, `客户${serial}`);
  const order = {
    outTradeNo: `CRASH-${serial}`,
    transactionId: `420000000020261124000000${serial}`,
    openid,
    description: '年度会员',
    amountFen,
    paidAt: Math.floor((desk.time.clock.now() - DAY_MS) / 1000) * 1000,
    promotional: false,
    terminatedForViolation: false,
    usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
  };
  desk.simulators.pay.addOrder({ ...order, about: '' });
  const { outTradeNo, ...told } = order;
  const { appid } = desk.simulators.credentials;
  if (!isUntold) await desk.putOrder(outTradeNo, { ...told, appid, paidAt: isoChina(order.paidAt) });
  return { openid, outTradeNo, transactionId: order.transactionId, amountFen };
};

const ofCustomer = ({ openid }: Customer) => ({ appid: desk.simulators.credentials.appid, openid });

export const caseOf = async (customer: Customer): Promise<Case> => {
  const facet = sessionId(ofCustomer(customer));
  const page = await desk.store.scan(cases, 'customer', { facet, limit: 10 });
  expect(page.items).toHaveLength(1);
  const [item] = page.items;
  if (!item) throw new Error('no case');
  return item.doc;
};

export const applied = async (customer: Customer): Promise<Case> => {
  for (const line of ['退款', '1', '2', '没有用过', '跳过', '确认']) await desk.say(customer.openid, line);
  await desk.settle(1);
  return caseOf(customer);
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
  information: { said: /需要您补充资料。/ },
  offer: { said: /我们提出以下退款方案。/ },
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
  if (!isFinal(kase.status)) expect(kase.nextActionAt).not.toBeNull();
  expect(kase.lease === null || kase.lease.until < desk.time.clock.now()).toBe(true);
  const paid = desk.simulators.pay
    .refunds()
    .filter(({ outTradeNo, status }) => outTradeNo === customer.outTradeNo && status !== 'CLOSED')
    .reduce((sum, refund) => sum + refund.amountFen, 0);
  expect(paid).toBe(kase.status === 'refunded' ? kase.approval?.amountFen : 0);
  const session = (await desk.store.get(sessions, sessionId(ofCustomer(customer))))?.doc;
  expect(session).toMatchObject({ pending: [], noticesWaiting: [], nextActionAt: null, lease: null });
};

const MAX_MINUTES = 15;
const isUnderWay = async ({ outbox, status, evidence }: Case): Promise<boolean> => {
  const pictures = await Promise.all(evidence.map((id) => desk.store.get(messages, id)));
  return (
    status === 'refunding' ||
    outbox.some(({ state, msgid }) => state === 'pending' || msgid !== null) ||
    pictures.some((picture) => picture?.doc.picture?.state === 'pending')
  );
};

/** Tells the story with this failure in it. @returns whether the story got as far as to fail */
const told = async (story: Story, failure: Failure): Promise<boolean> => {
  desk.simulators.faults.clear();
  const customer = await aCustomer(story);
  await story.given?.(customer);
  desk.plan(failure);
  await story.when(customer);
  await desk.settle(3);
  const failed = await desk.heal();
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
  return failed;
};

const failures = (['write', 'call'] as const).flatMap((on) =>
  (['before', 'after'] as const).flatMap((when) =>
    [true, false].map((ends) => ({ on, when, ends }) as const),
  ),
);
const inWords = ({ on, when, ends }: (typeof failures)[number]): string =>
  `${on === 'write' ? 'a write' : 'a call to WeChat or WeChat Pay'} fails ${when} it takes effect${ends ? ', and the process with it' : ''}`;

/**
 * On SQLite every write and every call is made to fail. A hosted engine takes many times as long: there it is every tenth
 * write and every third call, each way of failing from another on. Which of them it is matters to the use cases alone,
 * and those are the same on both.
 */
const HOSTED_STRIDES = { write: 10, call: 3 } as const;
const strideOf = ({ on }: (typeof failures)[number]): number => (onMongo ? HOSTED_STRIDES[on] : 1);

/** Each story with each failure at each of its points. */
export const tell = (...stories: readonly Story[]): void => {
  beforeAll(async () => {
    desk = await startCrashing();
  }, 30_000);
  afterAll(() => desk.close());
  afterEach(() => {
    desk.simulators.faults.clear();
  });

  describe.each(stories.map((story) => [story.title, story] as const))('%s', (_title, story) => {
    it.each(failures.map((failure, index) => [inWords(failure), failure, index] as const))(
      '%s, at any point: it ends as it should, paid once, told, nothing forgotten',
      async (_words, failure, index) => {
        const stride = strideOf(failure);
        let nth = 1 + (index % stride);
        while (await told(story, { ...failure, nth })) nth += stride;
        expect(nth - 1).toBeGreaterThanOrEqual(story.least[failure.on]);
      },
      120_000,
    );
  });
};
