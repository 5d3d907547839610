import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { issueToken } from '../../src/usecases/staff-accounts.ts';
import { type Desk, type Json, startDesk } from '../support/desk.ts';
import { type Buyer, aBuyer, expectInvariants, paidTo, tellDesk } from '../support/payouts.ts';
import { act, storedCase } from '../support/story.ts';

const PAID = 168_000;
const OFFERED = 150_000;

let desk: Desk;
let buyer: Buyer;
/** Who has a token of their own beside the sandbox's two. */
const tokens = new Map<string, string>();
beforeAll(async () => {
  desk = await startDesk();
  for (const name of ['吴财务', '郑管理']) {
    const issued = await issueToken(desk.app.deps, name);
    if (issued.ok) tokens.set(name, issued.value.token);
  }
}, 30_000);
afterAll(() => desk.stop());
beforeEach(async () => {
  buyer = await aBuyer(desk, { amountFen: PAID });
});

const tries = (who: string, action: string, body: Json = {}) =>
  act(desk, tokens.get(who) ?? who, buyer.caseNo, action, { note: '见案件', ...body });
const does = async (who: string, action: string, body: Json = {}): Promise<Json> => {
  const answer = await tries(who, action, body);
  expect([action, answer.status, answer.body['error']]).toEqual([action, 200, undefined]);
  await desk.settle();
  return answer.body;
};
const refused = async (who: string, action: string, body: Json, status: number, code: string) => {
  const before = await stored();
  const answer = await tries(who, action, body);
  expect([answer.status, answer.body['error']]).toMatchObject([status, { code }]);
  expect(await stored()).toEqual(before);
};
const says = async (...lines: readonly string[]): Promise<void> => {
  for (const line of lines) await desk.phoneOf(buyer.name).say(line);
  await desk.settle();
};
const heard = (): string =>
  desk
    .phoneOf(buyer.name)
    .screen()
    .messages.map(({ text }) => text)
    .join('\n');
const stored = () => storedCase(desk, buyer.caseNo);
const expectPaid = async (amountFen: number): Promise<void> => {
  await desk.advance('2m');
  expect([(await stored()).status, paidTo(desk, buyer).fen]).toEqual(['refunded', amountFen]);
  await expectInvariants(desk);
};
/** The shop says how much was used. */
const used = async (quotaUsed: number): Promise<void> => {
  const usage = { paidFeaturesUsed: quotaUsed > 0, quotaUsed, quotaTotal: 100 };
  expect(await tellDesk(desk, { ...buyer.order, usage })).toBe(200);
  await desk.settle();
};

describe('above the four-eyes limit, an offer that the customer accepts', () => {
  beforeEach(async () => {
    await does('周主管', 'offer', { amountFen: OFFERED });
    await says('接受');
    expect(heard()).toContain('还需另一位同事复核');
    expect(await stored()).toMatchObject({ status: 'awaiting_second_approval', attempts: [] });
  });

  it('is not for whoever made it to approve; another does, and that amount is paid', async () => {
    await refused('周主管', 'second-approve', {}, 403, 'second_person_required');
    await refused('小林', 'second-approve', {}, 403, 'forbidden');
    await does('吴财务', 'second-approve');
    await expectPaid(OFFERED);
  });

  it('declined by the second person: the customer is told, nothing is paid, and another can be made', async () => {
    await does('吴财务', 'second-decline');
    expect(heard()).toContain('您接受的退款方案未能通过内部复核');
    expect(await stored()).toMatchObject({ status: 'in_review', offers: [{ state: 'not_approved' }] });
    await says('接受');
    expect([(await stored()).status, paidTo(desk, buyer).fen]).toEqual(['in_review', 0]);
    await does('周主管', 'offer', { amountFen: 90_000 });
    await says('接受');
    await expectPaid(90_000);
  });

  it('used meanwhile, as the shop tells: void, and the customer is told', async () => {
    await used(60);
    expect(heard()).toContain('您接受的退款方案未能通过内部复核');
    expect(await stored()).toMatchObject({
      status: 'in_review',
      approval: null,
      offers: [{ state: 'not_approved' }],
    });
    await refused('吴财务', 'second-approve', {}, 409, 'illegal_transition');
    expect(paidTo(desk, buyer).fen).toBe(0);
  });
});

describe('above the four-eyes limit, an approval that waits for a second person', () => {
  let version: unknown;
  beforeEach(async () => {
    version = (await does('小林', 'approve', { amountFen: PAID }))['version'];
  });

  it('the order used meanwhile, as the shop tells: there is nothing to agree to, whatever version was read', async () => {
    await used(60);
    expect(await stored()).toMatchObject({ status: 'in_review', approval: null, attempts: [] });
    await refused('周主管', 'second-approve', { version }, 409, 'version_conflict');
    await refused('周主管', 'second-approve', {}, 409, 'illegal_transition');
    expect(paidTo(desk, buyer).fen).toBe(0);
    await does('小林', 'approve', { amountFen: PAID });
    await does('周主管', 'second-approve');
    await expectPaid(PAID);
  });

  it('the order told again as it was: still waits, and is paid by whoever read it before', async () => {
    await used(0);
    await does('周主管', 'second-approve', { version });
    await expectPaid(PAID);
  });

  it('facts recorded meanwhile: the same as if the shop had told', async () => {
    await does('小林', 'record-facts', { claimConfirmed: '2.1' });
    await refused('周主管', 'second-approve', { version }, 409, 'version_conflict');
    await refused('周主管', 'second-approve', {}, 409, 'illegal_transition');
    expect((await stored()).status).toBe('in_review');
  });

  it('withdrawn by the customer meanwhile: nothing is paid', async () => {
    await says('撤回', '确认');
    await refused('周主管', 'second-approve', { version }, 409, 'version_conflict');
    await refused('周主管', 'second-approve', {}, 409, 'illegal_transition');
    expect([(await stored()).status, paidTo(desk, buyer).fen]).toEqual(['withdrawn', 0]);
  });
});

describe('above the four-eyes limit, an appeal that is allowed', () => {
  const refund = { outcome: 'refund', message: '予以全额退款' };
  beforeEach(async () => {
    await does('小林', 'reject', { clauses: ['3.1'], message: '已使用付费功能' });
    await says('申诉', '没有真正用上', '确认');
    await does('周主管', 'decide-appeal', refund);
    expect(await stored()).toMatchObject({ status: 'awaiting_second_approval', attempts: [] });
  });

  it('is not for whoever allowed it to approve; another does, and it is paid', async () => {
    await refused('周主管', 'second-approve', {}, 403, 'second_person_required');
    await does('吴财务', 'second-approve');
    await expectPaid(PAID);
  });

  it('declined by the second person: is to be decided again, and the customer hears only of what comes of it', async () => {
    const before = heard();
    await does('吴财务', 'second-decline');
    expect(await stored()).toMatchObject({ status: 'appealed', appeals: [{ outcome: null, by: null }] });
    expect(heard()).toBe(before);
    await does('郑管理', 'decide-appeal', { outcome: 'uphold', message: '维持原决定' });
    expect([(await stored()).status, paidTo(desk, buyer).fen]).toEqual(['closed', 0]);
  });
});
