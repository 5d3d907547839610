import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { messages } from '../../src/usecases/documents/messages.ts';
import { audit, auditFacet } from '../../src/usecases/documents/audit.ts';
import { staffAccounts, staffId } from '../../src/usecases/documents/staff.ts';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import type { SignInDeps } from '../../src/usecases/sign-in/second-factor.ts';
import { beginEnrolment, enrolmentOf, takeCode } from '../../src/usecases/sign-in/second-factor.ts';
import { createLimiter } from '../../src/usecases/sign-in/limiter.ts';
import { staffKeys } from '../../src/usecases/sign-in/staff-keys.ts';
import { addStaff, disableStaff } from '../../src/usecases/staff-accounts.ts';
import { issueWechatCode, unbindWechat } from '../../src/usecases/staff-chat/binding.ts';
import { textOf } from '../support/chat-bench.ts';
import {
  type ChatDesk,
  NOW,
  chatDatabase,
  failingAt,
  formAnswers,
  held,
  inbound,
  putOrder,
} from '../support/chat-desk.ts';
import { codeAt } from '../support/console.ts';

const keys = staffKeys('a secret of at least thirty-two characters');
/** Far beyond the operations of one message. */
const MOST_OPERATIONS = 60;

let database: ReturnType<typeof chatDatabase>;
let wallNow: number;
beforeEach(() => {
  database = chatDatabase();
  wallNow = NOW;
});
afterEach(() => database.remove());

const signInOf = ({ deps }: ChatDesk): SignInDeps => {
  const wallClock = { now: () => wallNow };
  return { ...deps, wallClock, keys, limiter: createLimiter(deps.store, wallClock) };
};
/** A process in which second factors work. */
const startDesk = async (wrap?: Parameters<typeof database.startDesk>[1]): Promise<ChatDesk> => {
  const desk = await database.startDesk({}, wrap);
  const signIn = signInOf(desk);
  return { ...desk, deps: { ...desk.deps, takeCode: (name, typed) => takeCode(signIn, name, typed) } };
};

/** A case of the customer's that the member has been asked to confirm; the secret of their codes. */
const askedToConfirm = async (desk: ChatDesk): Promise<string> => {
  const { deps } = desk;
  await putOrder(deps.store);
  for (const text of [...formAnswers, '确认']) await handleMessage(deps, inbound(text));
  await addStaff(deps, { name: '小林', role: 'agent' });
  const signIn = signInOf(desk);
  await beginEnrolment(signIn, '小林');
  const { secret = '' } = (await enrolmentOf(signIn, '小林')) ?? {};
  await takeCode(signIn, '小林', await codeAt(secret, wallNow));
  wallNow += 60_000;
  const issued = await issueWechatCode(deps, '小林');
  await handleMessage(deps, inbound(`绑定 ${issued.ok ? issued.value.code : ''}`, 'oStaff'));
  const [kase] = (await held(deps)).cases;
  const asked = await handleMessage(deps, inbound(`同意 ${kase?.caseNo ?? ''}`, 'oStaff'));
  expect(textOf(asked)).toContain('动态码确认');
  return secret;
};

/** How often the log says that the member's WeChat was bound. */
const bindings = async ({ deps }: ChatDesk, name: string): Promise<number> => {
  const { items } = await deps.store.scan(audit, 'log', { facet: auditFacet(name, null), limit: 100 });
  return items.filter(({ doc: { action, outcome } }) => action === 'bind_wechat' && outcome === 'ok').length;
};

const approvals = async ({ deps }: ChatDesk): Promise<number> => {
  const [kase] = (await held(deps)).cases;
  return kase?.timeline.filter(({ event }) => event.type === 'Approved').length ?? 0;
};

it.each(['before', 'after'] as const)(
  'a crash while a code is taken, %s every fourth call of the store: delivered again, it decides once, or asks for the next code and that decides',
  async (when) => {
    for (let at = 0, reached = true; reached && at < MOST_OPERATIONS; at += 4) {
      const desk = await startDesk();
      const secret = await askedToConfirm(desk);
      const fault = failingAt(at, when);
      const dying = await startDesk(fault.wrap);
      const message = inbound(await codeAt(secret, wallNow), 'oStaff');
      fault.arm();
      await handleMessage(dying.deps, message).catch(() => undefined);
      reached = fault.reached();
      const again = textOf(await handleMessage(desk.deps, message));
      if (!again.includes('已批准')) {
        expect(again).toContain('还可以再试');
        wallNow += 30_000;
        const next = inbound(await codeAt(secret, wallNow), 'oStaff');
        expect(textOf(await handleMessage(desk.deps, next))).toContain('已批准');
      }
      expect(await approvals(desk)).toBe(1);
      const { lines } = await held(desk.deps, 'oStaff');
      expect(lines.find(({ id }) => id === message.key)?.text).toBe('••••••');
      await database.remove();
      database = chatDatabase();
      wallNow = NOW;
    }
  },
  120_000,
);

/** What happens between the crash and the message's next delivery. */
const meanwhile: readonly [string, (desk: ChatDesk, name: string) => Promise<unknown>][] = [
  ['nothing else happens', () => Promise.resolve()],
  ['it is unbound by command', ({ deps }, name) => unbindWechat(deps, name)],
  ['the account is disabled', ({ deps }, name) => disableStaff(deps, name)],
  [
    'another phone is bound instead',
    async ({ deps }, name) => {
      const issued = await issueWechatCode(deps, name);
      await handleMessage(deps, inbound(`绑定 ${issued.ok ? issued.value.code : ''}`, `${name}-second`));
    },
  ],
];

it.each(
  meanwhile.flatMap(([what, happen]) =>
    (['before', 'after'] as const).map((when) => [when, what, happen] as const),
  ),
)(
  'a crash while a WeChat is bound, %s any call of the store, and %s: the log says once that it was bound, where it was',
  async (when, what, happen) => {
    const desk = await startDesk();
    for (let at = 0, reached = true; reached && at < MOST_OPERATIONS; at += 1) {
      const name = `member${String(at)}`;
      await addStaff(desk.deps, { name, role: 'agent' });
      const issued = await issueWechatCode(desk.deps, name);
      const message = inbound(`绑定 ${issued.ok ? issued.value.code : ''}`, `${name}-phone`);
      const fault = failingAt(at, when);
      const dying = await startDesk(fault.wrap);
      fault.arm();
      await handleMessage(dying.deps, message).catch(() => undefined);
      reached = fault.reached();
      const wasBound = (await desk.deps.store.get(staffAccounts, staffId(name)))?.doc.wechat != null;
      await happen(desk, name);
      const answer = textOf(await handleMessage(desk.deps, message));
      const { lines } = await held(desk.deps, `${name}-phone`);
      expect(lines.map(({ text }) => text)).toEqual(['绑定 ••••••']);
      const others = what.startsWith('another') ? 1 : 0;
      const isBound = wasBound || what.startsWith('nothing');
      expect([at, await bindings(desk, name)]).toEqual([at, others + (isBound ? 1 : 0)]);
      if (what.startsWith('nothing')) expect(answer).toContain('已绑定');
    }
  },
  120_000,
);

it('a crash while a WeChat is unbound: once it is nobody’s, the log says so', async () => {
  const desk = await startDesk();
  for (let at = 0, reached = true; reached && at < MOST_OPERATIONS; at += 1) {
    const name = `member${String(at)}`;
    await addStaff(desk.deps, { name, role: 'agent' });
    const issued = await issueWechatCode(desk.deps, name);
    await handleMessage(desk.deps, inbound(`绑定 ${issued.ok ? issued.value.code : ''}`, `${name}-phone`));
    const fault = failingAt(at, 'after');
    const dying = await startDesk(fault.wrap);
    const message = inbound('解绑', `${name}-phone`);
    fault.arm();
    await handleMessage(dying.deps, message).catch(() => undefined);
    reached = fault.reached();
    await handleMessage(desk.deps, message);
    const range = { facet: auditFacet(name, null), limit: 100 };
    const { items } = await desk.deps.store.scan(audit, 'log', range);
    expect(items.filter(({ doc }) => doc.action === 'unbind_wechat')).toHaveLength(1);
    expect((await desk.deps.store.get(staffAccounts, staffId(name)))?.doc.wechat).toBeNull();
  }
});

it('the line of a code is lost when its answer is kept: made up for by the next delivery, masked, though the WeChat is nobody’s by then', async () => {
  const desk = await startDesk();
  const secret = await askedToConfirm(desk);
  const losing = await startDesk((store) => ({
    ...store,
    insert: (collection, ...rest) =>
      collection.name === messages.name
        ? Promise.reject(new Error('lost'))
        : store.insert(collection, ...rest),
  }));
  const message = inbound(await codeAt(secret, wallNow), 'oStaff');
  await expect(handleMessage(losing.deps, message)).rejects.toThrow('lost');
  await unbindWechat(desk.deps, '小林');
  expect(textOf(await handleMessage(desk.deps, message))).toContain('已批准');
  const { lines } = await held(desk.deps, 'oStaff');
  expect(lines.find(({ id }) => id === message.key)?.text).toBe('••••••');
});
