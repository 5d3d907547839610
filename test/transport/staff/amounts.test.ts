import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { inState } from '../../support/case-states.ts';
import { type Answer, Cleanup } from '../../support/http-app.ts';
import { type StaffApi, hire, putOrderOf, staffApi } from '../../support/staff-api.ts';

/** ¥198 was paid, and nothing has been refunded. */
const REFUNDABLE = 19_800;

let cleanup: Cleanup;
let api: StaffApi;
beforeEach(async () => {
  cleanup = new Cleanup();
  api = await staffApi(cleanup);
});
afterEach(() => cleanup.run());

const caseNo = inState.in_review.caseNo;
const held = async () => ({
  kase: (await api.store.get(cases, caseNo))?.doc,
  ledger: (await api.store.get(orders, 'ORDER-1'))?.doc.ledger,
});

/** The fields an answer finds fault with, each once. */
const named = ({ error }: Answer) => [
  ...new Set((error?.details as { path: string }[] | undefined)?.map(({ path }) => path)),
];

const note = '核实无误';
const actions = {
  approve: { from: inState.in_review, body: { note }, paid: REFUNDABLE, leads: 'refunding' },
  offer: { from: inState.in_review, body: { note }, paid: 1, leads: 'offered' },
  'decide-appeal': {
    from: inState.appealed,
    body: { note, outcome: 'offer', message: '新的方案' },
    paid: REFUNDABLE,
    leads: 'offered',
  },
} as const satisfies Record<
  string,
  { from: Case; body: Record<string, string>; paid: number; leads: Case['status'] }
>;
type Action = keyof typeof actions;

const call = async (action: Action, amountFen: unknown) => {
  const { from, body } = actions[action];
  const token = await hire(api, '周主管', 'supervisor');
  await api.store.insert(cases, from.caseNo, from);
  await putOrderOf(api, from);
  const before = await held();
  const answer = await api.call(`/api/staff/cases/${caseNo}/${action}`, {
    method: 'POST',
    token,
    body: { ...body, amountFen },
  });
  return { answer, before };
};

const wrong: readonly (readonly [string, unknown])[] = [
  ['nothing', 0],
  ['less than nothing', -1],
  ['minus the whole amount', -REFUNDABLE],
  ['half a fen', 198.5],
  ['almost a whole fen', 19_799.999_999],
  ['text', '198'],
  ['the number as text', '19800'],
  ['true', true],
  ['a list', [REFUNDABLE]],
  ['null', null],
  ['left out', undefined],
  ['more than WeChat Pay can name', 100_000_000_001],
  ['more than a whole number can be told', 2 ** 53],
  ['far beyond', 1e300],
];
const tooMuch: readonly (readonly [string, number])[] = [
  ['one fen more than is left', REFUNDABLE + 1],
  ['ten million yuan', 1e9],
  ['the most that WeChat Pay can name', 100_000_000_000],
];

describe.each(Object.keys(actions) as Action[])('an amount, in %s', (action) => {
  it.each(wrong)(
    '%s (%j): 400 invalid_request naming amountFen, and nothing changes',
    async (_what, amountFen) => {
      const { answer, before } = await call(action, amountFen);
      expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
      expect(named(answer)).toEqual(['amountFen']);
      expect(await held()).toEqual(before);
    },
  );

  it.each(tooMuch)(
    '%s (%d): 422 amount_exceeds_refundable, and nothing changes',
    async (_what, amountFen) => {
      const { answer, before } = await call(action, amountFen);
      expect([answer.status, answer.error?.code]).toEqual([422, 'amount_exceeds_refundable']);
      expect(await held()).toEqual(before);
    },
  );

  it('that can be paid: is taken', async () => {
    const { answer } = await call(action, actions[action].paid);
    expect([answer.status, answer.at('status')]).toEqual([200, actions[action].leads]);
  });
});

describe('an amount where none belongs', () => {
  it.each(['refund', 'uphold'])(
    'an appeal decided as %s: 400 naming amountFen, and nothing changes',
    async (outcome) => {
      const token = await hire(api, '周主管', 'supervisor');
      await api.store.insert(cases, caseNo, inState.appealed);
      await putOrderOf(api, inState.appealed);
      const before = await held();
      const body = { note, outcome, message: 'm', amountFen: 100 };
      const answer = await api.call(`/api/staff/cases/${caseNo}/decide-appeal`, {
        method: 'POST',
        token,
        body,
      });
      expect([answer.status, named(answer)]).toEqual([400, ['amountFen']]);
      expect(await held()).toEqual(before);
    },
  );
});
