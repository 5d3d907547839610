import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import type { SignInDeps } from '../../src/usecases/sign-in/second-factor.ts';
import { beginEnrolment, enrolmentOf, takeCode } from '../../src/usecases/sign-in/second-factor.ts';
import { createLimiter } from '../../src/usecases/sign-in/limiter.ts';
import { staffKeys } from '../../src/usecases/sign-in/staff-keys.ts';
import { addStaff } from '../../src/usecases/staff-accounts.ts';
import { issueWechatCode } from '../../src/usecases/staff-chat/binding.ts';
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
      await database.remove();
      database = chatDatabase();
      wallNow = NOW;
    }
  },
  120_000,
);
