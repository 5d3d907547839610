import { expect } from '@jest/globals';
import { DAY_MS, MINUTE_MS, morningOf } from '../../../src/domain/time.ts';
import type { Thread } from '../../../src/domain/thread/state.ts';
import { openThreadKey, threads } from '../../../src/usecases/documents/threads.ts';
import {
  aCustomer,
  desk,
  elapseUntil,
  expectQuiet,
  expectStaffTold,
  ofCustomer,
  tellWith,
  timesSaid,
} from '../../support/crash-stories.ts';
import type { Tale, Telling } from '../../support/crash-telling.ts';

interface Asking {
  readonly openid: string;
  /** The one thread there is of theirs, as it stands. */
  readonly thread: () => Promise<Thread>;
}

const aPerson = async (): Promise<Asking> => {
  const { openid } = await aCustomer({ known: 'to_nobody' });
  const { appid } = ofCustomer({ openid });
  const thread = async (): Promise<Thread> => {
    const { items } = await desk.store.scan(threads, 'customer', { facet: `${appid}:${openid}`, limit: 2 });
    expect(items).toHaveLength(1);
    const [item] = items;
    if (!item) throw new Error('no thread');
    return item.doc;
  };
  return { openid, thread };
};
/** Has been promised an answer, and staff have been told. */
const asked = async ({ openid }: Asking): Promise<void> => {
  await desk.say(openid, '人工');
  await desk.settle(4);
};
/** By a member of staff, who presses the button again where no answer comes. */
const staff = async ({ thread }: Asking, action: 'reply' | 'close', body: object): Promise<void> => {
  const { id } = await thread();
  const answer = await desk.staffCall('小林', `/threads/${id}/${action}`, body, `${id}-${action}`);
  expect([action, answer.status]).toEqual([action, 200]);
};
const reply = (person: Asking) => staff(person, 'reply', { text: '已为您处理。' });

interface Request {
  readonly title: string;
  readonly given?: (person: Asking) => Promise<void>;
  readonly when: (person: Asking) => Promise<void>;
  readonly then: (thread: Thread, person: Asking) => Promise<void> | void;
  readonly least: Tale['least'];
}

const MAX_MINUTES = 6;
const isUnderWay = ({ promise, replies }: Thread): boolean =>
  [promise, ...replies].some(({ state }) => state === 'pending');

const request = ({ title, given, when, then, least }: Request): Tale => ({
  title,
  least,
  told: async ({ through }: Telling) => {
    const person = await aPerson();
    await given?.(person);
    await through(() => when(person));
    for (let minutes = 0; minutes < MAX_MINUTES && isUnderWay(await person.thread()); minutes += 1)
      await desk.settle(1);
    await desk.settle(1);
    const thread = await person.thread();
    await then(thread, person);
    expect(thread.lease === null || thread.lease.until < desk.time.clock.now()).toBe(true);
    if (thread.state === 'closed') expect(thread.nextActionAt).toBeNull();
    else expect(thread.nextActionAt).toEqual(expect.any(Number));
    expect(await desk.store.getByKey(threads, openThreadKey(ofCustomer(person)))).toEqual(
      thread.state === 'closed' ? undefined : expect.anything(),
    );
    await expectQuiet(person);
    // What is left open would come up in every telling after this.
    if (thread.state !== 'closed') await staff(person, 'close', {});
  },
});

const expectSaid = (person: Asking, what: RegExp): void => {
  const times = timesSaid(person, what);
  expect([what, times, times === 1 || times === 2]).toEqual([what, times, true]);
};
const PROMISE = /个工作日内回复您/;
const ANSWER = /^已为您处理。\n（客服）$/;

tellWith(
  () => Promise.resolve({}),
  request({
    title: 'a customer who asks for a person, is answered, and the end of it',
    when: async (person) => {
      await asked(person);
      await reply(person);
      await desk.settle(1);
      await staff(person, 'close', {});
    },
    then: async (thread, person) => {
      expect([thread.requests.length, thread.closed]).toMatchObject([1, { how: 'staff', by: '小林' }]);
      expect(thread.replies).toMatchObject([{ state: 'sent', by: '小林' }]);
      // Overtaken by the answer where it met the failure.
      if (thread.promise.state !== 'superseded') expectSaid(person, PROMISE);
      expectSaid(person, ANSWER);
      await expectStaffTold(`person_waits:${thread.id}`);
    },
    least: { write: 22, call: 2 },
  }),
  request({
    title: 'an answer that WeChat does not take',
    given: asked,
    when: async (person) => {
      desk.simulators.faults.add({ on: 'customer_message', effect: 'error', errcode: 45002, times: 2 });
      await reply(person);
    },
    then: async (thread) => {
      expect([thread.state, thread.replies]).toMatchObject(['open', [{ state: 'undeliverable' }]]);
      await expectStaffTold(`person_not_reached:${thread.id}`);
    },
    least: { write: 9, call: 1 },
  }),
  request({
    title: 'a customer who waits until the date has passed',
    given: asked,
    when: async ({ thread }) => {
      const { respondBy } = await thread();
      elapseUntil(morningOf(respondBy) + MINUTE_MS);
      await desk.settle(4);
      elapseUntil(respondBy + MINUTE_MS);
    },
    then: async (thread) => {
      expect([thread.state, thread.alarmedAt]).toEqual(['open', expect.any(Number)]);
      await expectStaffTold(`person_due_soon:${thread.id}`);
      await expectStaffTold(`person_overdue:${thread.id}`);
    },
    least: { write: 10, call: 0 },
  }),
  request({
    title: 'an answer after which nothing more is said',
    given: async (person) => {
      await asked(person);
      await reply(person);
      await desk.settle(1);
    },
    when: async () => {
      desk.time.elapse(3 * DAY_MS);
      await desk.settle(1);
    },
    then: (thread) => {
      expect(thread.closed).toMatchObject({ how: 'silence', by: null });
    },
    least: { write: 3, call: 0 },
  }),
  request({
    title: 'a talk in WeChat’s own console',
    given: asked,
    when: async ({ openid }) => {
      await desk.raise(openid, 'kf_create_session');
      await desk.raise(openid, 'kf_close_session');
    },
    then: async (thread, { openid }) => {
      expect(thread.closed).toMatchObject({ how: 'wechat', by: null });
      // It is over for the desk as well: what they say now is answered.
      expect((await desk.say(openid, '政策')).reply.kind).toBe('text');
    },
    least: { write: 5, call: 0 },
  }),
);
