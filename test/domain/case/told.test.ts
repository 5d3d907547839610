import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '../../../src/domain/case/events.ts';
import type { NoticeKind, NoticeOutcome } from '../../../src/domain/case/notice.ts';
import type { OfferEnding } from '../../../src/domain/case/offer.ts';
import { enqueue } from '../../../src/domain/case/outbox.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { NOW } from '../../support/case.ts';
import { asks, does, inState, offer } from '../../support/case-states.ts';
import { everyEvent } from '../../support/every-text.ts';

type Told = readonly [NoticeKind, NoticeOutcome | null];

/** What the customer is told of each event, whatever it ends; of all others, nothing. */
const tells: Readonly<Partial<Record<CaseEvent['type'], Told>>> = {
  CaseOpened: ['received', null],
  InformationRequested: ['request', 'information'],
  InformationReminded: ['request', 'information_reminder'],
  InformationLapsed: ['result', 'lapsed'],
  OfferMade: ['request', 'offer'],
  OfferReminded: ['request', 'offer_reminder'],
  Rejected: ['result', 'rejected'],
  AppealUpheld: ['result', 'upheld'],
  PayoutReserved: ['result', 'approved'],
  PayoutSucceeded: ['refunded', null],
  SettledOutside: ['result', 'settled_outside'],
  StaffReplied: ['message', null],
};
/** An offer that the customer has ended themselves was answered there and then. */
const ofEnded: Readonly<Record<OfferEnding, Told | null>> = {
  withdrawn: ['request', 'offer_withdrawn'],
  lapsed: ['request', 'offer_lapsed'],
  not_approved: ['request', 'not_approved'],
  declined: null,
  countered: null,
  appealed: null,
};
/** Of these they hear where they had accepted what now comes to nothing; an approval in full is our own affair until then. */
const voiding: readonly CaseEvent['type'][] = ['SecondDeclined', 'ApprovalVoided', 'PayoutRefused'];

const told = (before: Case, event: CaseEvent): readonly Told[] =>
  enqueue(before, [], event, NOW).map(({ kind, outcome }) => [kind, outcome]);
const expected = (event: CaseEvent): readonly Told[] => {
  const tell = event.type === 'OfferEnded' ? ofEnded[event.ending] : (tells[event.type] ?? null);
  return tell === null ? [] : [tell];
};

const approved = inState.refunding;
const accepted = asks(does(inState.in_review, offer()), { type: 'accept_offer', offerId: 'offer-1' }).after;

describe('the customer of a case that was approved in full', () => {
  it.each(everyEvent.map((event) => [event.type, event] as const))('%s: %j', (_type, event) => {
    expect(told(approved, event)).toEqual(expected(event));
  });
});

describe('the customer who has accepted an offer', () => {
  it.each(everyEvent.map((event) => [event.type, event] as const))('%s: %j', (type, event) => {
    expect(told(accepted, event)).toEqual(
      voiding.includes(type) ? [['request', 'not_approved']] : expected(event),
    );
  });
});

it('what has been announced, and what has been paid in another way, is not told again', () => {
  const outRefundNo = 'RF20260302ABCDEF-2';
  expect(told(approved, { type: 'PayoutReserved', outRefundNo, first: false })).toEqual([]);
  const [paid] = everyEvent.filter(({ type }) => type === 'PayoutSucceeded');
  if (!paid) throw new Error('no such event');
  expect(told(inState.settled_outside, paid)).toEqual([]);
});
