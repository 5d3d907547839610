import { expect } from '@jest/globals';
import { type Instant, MINUTE_MS } from '../../../src/domain/time.ts';
import { systemRandom } from '../../../src/system.ts';
import { audit, auditFacet } from '../../../src/usecases/documents/audit.ts';
import { staffAccounts } from '../../../src/usecases/documents/staff.ts';
import { createLimiter } from '../../../src/usecases/sign-in/limiter.ts';
import {
  type SignInDeps,
  beginEnrolment,
  enrolmentOf,
  takeCode,
} from '../../../src/usecases/sign-in/second-factor.ts';
import { staffKeys } from '../../../src/usecases/sign-in/staff-keys.ts';
import { codeAt } from '../../support/console.ts';
import {
  type Customer,
  aCustomer,
  opened,
  caseOf,
  desk,
  expectQuiet,
  expectStaffTold,
  history,
  tellWith,
  timesSaid,
} from '../../support/crash-stories.ts';
import { SESSION_SECRET } from '../../support/crashing.ts';
import { memoryLog } from '../../support/wechat-server.ts';

const NAME = '小林';

const newCode = async (): Promise<string> => {
  const { body } = await desk.staffCall(NAME, '/me/wechat-code', {}, 'code');
  return String(body['code']);
};
/** The member's phone, a new one each time. */
const aPhone = async (): Promise<string> => (await aCustomer({ known: 'to_nobody' })).openid;
const boundTo = async () => (await desk.store.get(staffAccounts, NAME))?.doc.wechat?.openid;
/** How often the log has it that their WeChat was bound, from then on. */
const bindings = async (since: Instant): Promise<number> => {
  const range = { facet: auditFacet(NAME, null), descending: true, limit: 20 };
  const { items } = await desk.store.scan(audit, 'log', range);
  return items.filter(({ doc }) => doc.at >= since && doc.action === 'bind_wechat' && doc.outcome === 'ok')
    .length;
};
const bound = async (): Promise<string> => {
  const openid = await aPhone();
  await desk.say(openid, `绑定 ${await newCode()}`);
  expect(await boundTo()).toBe(openid);
  return openid;
};

let secret: string | null = null;
/** The second factor that the member has set up once. */
const theSecret = async (): Promise<string> => {
  if (secret !== null) return secret;
  const { store, time } = desk;
  const signIn: SignInDeps = {
    store,
    clock: time.clock,
    wallClock: time.clock,
    random: systemRandom,
    log: memoryLog().log,
    keys: staffKeys(SESSION_SECRET),
    limiter: createLimiter(store, time.clock),
  };
  await beginEnrolment(signIn, NAME);
  secret = (await enrolmentOf(signIn, NAME))?.secret ?? '';
  expect(await takeCode(signIn, NAME, await codeAt(secret, time.clock.now()))).toEqual({ ok: true });
  return secret;
};
/** The next code that the member's phone shows. */
const sayNextCode = async (openid: string): Promise<void> => {
  desk.time.elapse(MINUTE_MS);
  await desk.say(openid, await codeAt(await theSecret(), desk.time.clock.now()));
};

let phone = '';
const isApproved = async (customer: Customer): Promise<boolean> => (await caseOf(customer)).approval !== null;

tellWith(
  () => Promise.resolve({}),
  {
    title: 'a member of staff who binds their WeChat',
    told: async ({ through }) => {
      const openid = await aPhone();
      const code = await newCode();
      const since = desk.time.clock.now();
      await through(async () => {
        await desk.say(openid, `绑定 ${code}`);
      });
      expect([await boundTo(), await bindings(since)]).toEqual([openid, 1]);
      expect(timesSaid({ openid }, /此微信已绑定您的员工账号/)).toBe(1);
      await expectQuiet({ openid });
    },
    least: { write: 6, call: 0 },
  },
  {
    title: 'an approval from the phone',
    amountFen: 150_000,
    given: async (customer) => {
      await opened(customer);
      await theSecret();
      phone = await bound();
    },
    when: async (customer) => {
      const { caseNo } = await caseOf(customer);
      await desk.say(phone, `同意 ${caseNo}`);
      await sayNextCode(phone);
      // Where the code was taken and the decision was not, the next one takes it.
      if (!(await isApproved(customer))) await sayNextCode(phone);
    },
    then: async (kase) => {
      expect([kase.status, kase.approval?.by]).toEqual(['awaiting_second_approval', NAME]);
      expect(history(kase)).toEqual(['CaseOpened', 'Approved']);
      await expectStaffTold(`second_approval_waits:${kase.caseNo}`);
      await expectQuiet({ openid: phone });
    },
    notices: ['received'],
    least: { write: 16, call: 0 },
  },
);
