import { noticeKinds, noticeOutcomes } from '../../src/domain/case/notice.ts';
import { lifeEvents, lines } from './life-events.ts';
import type { Texts } from '../../src/conversation/messages/texts.ts';
import { stepIds } from '../../src/conversation/state.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { everyAskText } from './ask-texts.ts';
import { staffChatTexts } from './every-staff-chat-text.ts';
import { anOrder, chat, opened } from './chat.ts';
import { NOW, aCase } from './case.ts';
import { assessed, publishedPolicy } from './policy.ts';

const policy = publishedPolicy();
const { contact } = policy;
const caseNo = 'RF20260302ABCDEF';
const url = 'https://shop.example/policy';
const order = anOrder({ description: 'Annual membership' });
const booleans = [true, false];

const theCase = (over: Partial<Case> = {}): Case => {
  const kase = aCase(over);
  const deadlines = { ...kase.deadlines, refundBy: NOW, arrivalBy: NOW, provisional: true };
  return { ...kase, order: { ...kase.order, description: 'Annual membership' }, deadlines };
};

const nextSteps = [
  ...booleans.flatMap((late) =>
    booleans.map(
      (onAppeal) =>
        ({ kind: 'we_answer', by: NOW, provisional: !late, late, onAppeal, mayAppeal: !onAppeal }) as const,
    ),
  ),
  { kind: 'you_inform', what: 'x', until: NOW },
  { kind: 'you_answer_offer', amountFen: 1_230, until: NOW },
  { kind: 'we_answer_anew' },
  { kind: 'you_may_reopen', what: 'x', until: NOW },
  { kind: 'you_may_apply_again' },
  { kind: 'we_prepare_payment' },
  ...booleans.map(
    (late) =>
      ({
        kind: 'money_on_its_way',
        amountFen: 1_230,
        refundBy: NOW,
        arrivalBy: NOW,
        provisional: true,
        late,
      }) as const,
  ),
  {
    kind: 'money_on_its_way',
    amountFen: 1,
    refundBy: null,
    arrivalBy: null,
    provisional: false,
    late: false,
  },
  { kind: 'paid', amountFen: 1_230, couponFen: 0, at: NOW, account: '支付用户零钱' },
  { kind: 'paid', amountFen: 1_230, couponFen: 30, at: NOW, account: '支付用户零钱' },
  { kind: 'paid', amountFen: 1_230, couponFen: 0, at: null, account: null },
  { kind: 'you_may_appeal', until: NOW },
  { kind: 'ended' },
] as const;

const outRefundNo = 'RF20260302ABCDEFR1';
/** Two words of ours in English, one after the other. */
export const ENGLISH = /\b(?!access token)[A-Za-z]{2,} [a-z]{2,}\b/;

const trouble = 'NOT_ENOUGH';
const sent = { noticeId: 'result-1', channel: 'template' } as const;

/** One event of every type. */
export const everyEvent: readonly CaseEvent[] = [
  { type: 'CaseOpened' },
  { type: 'Approved', amountFen: 1_230, note: 'ok', message: null, needsSecond: true },
  { type: 'SecondApproved', note: 'ok' },
  { type: 'SecondDeclined', note: '' },
  { type: 'Rejected', clauses: ['3.1', '3.2'], note: 'n', message: 'm', appealBy: NOW },
  { type: 'AppealWindowClosed' },
  { type: 'ReviewOverdue' },
  { type: 'RefundOverdue' },
  {
    type: 'DeadlinesMoved',
    reviewBy: NOW,
    refundBy: NOW,
    arrivalBy: NOW,
    appealBy: NOW,
    lapsesAt: null,
    provisional: true,
    announcedThrough: 2027,
  },
  {
    type: 'DeadlinesMoved',
    reviewBy: NOW,
    refundBy: null,
    arrivalBy: null,
    appealBy: null,
    lapsesAt: NOW,
    provisional: false,
    announcedThrough: 2027,
  },
  {
    type: 'PayoutPlanned',
    outRefundNo,
    number: 2,
    amountFen: 1_230,
    totalFen: 1_230,
    transactionId: '42',
    reason: 'r',
    refundBy: NOW,
    arrivalBy: NOW,
    provisional: true,
    notBefore: NOW,
  },
  { type: 'PayoutReserved', outRefundNo, first: true },
  { type: 'PayoutRefused', outRefundNo },
  { type: 'PayoutSent', outRefundNo },
  { type: 'PayoutAccepted', outRefundNo, refundId: '5030' },
  {
    type: 'PayoutSucceeded',
    outRefundNo,
    refundId: '5030',
    amountFen: 1_230,
    successTime: NOW,
    userReceivedAccount: '支付用户零钱',
  },
  { type: 'PayoutClosed', outRefundNo, refundId: '5030' },
  { type: 'PayoutAbnormal', outRefundNo, refundId: '5030' },
  { type: 'PayoutDelayed', outRefundNo, trouble },
  { type: 'PayoutWaitsForFunds', outRefundNo, trouble },
  { type: 'PayoutPaused', outRefundNo, trouble },
  { type: 'PayoutPaused', outRefundNo, trouble: 'payouts_stopped' },
  { type: 'PayoutNeedsPerson', outRefundNo, trouble },
  ...lifeEvents,
  { type: 'NoticeSent', noticeId: 'received-1', channel: 'customer_message', msgid: null },
  { type: 'NoticeArrived', noticeId: 'refunded-1', msgid: '3000000000000000001' },
  {
    type: 'NoticeNotArrived',
    noticeId: 'result-1',
    msgid: '3000000000000000001',
    detail: 'failed:user block',
  },
  { type: 'NoticeNotArrived', noticeId: 'received-1', msgid: '1', detail: 'failed: system failed' },
  { type: 'NoticeChannelRefused', ...sent, detail: '43004' },
  { type: 'NoticeDelayed', noticeId: 'refunded-1', detail: '-1' },
  { type: 'NoticeUndeliverable', noticeId: 'other', detail: '45015' },
];

const formTexts = ({ form }: Texts) => {
  const { draft } = chat().reaches('summary');
  const unmatched = draft.order && { ...draft.order, description: null, matched: false };
  const filled = { ...draft, text: 'It does not start.', order: unmatched, evidence: ['m-1'] };
  const blank = { ...draft, order: null, category: null, text: null };
  const reply = { at: NOW, provisional: true };
  return {
    ...form,
    orderLabel: [form.orderLabel(order, NOW), form.orderLabel(order, NOW + 400 * 86_400_000)],
    askOrder: form.askOrder([order, { ...order, openCaseNo: caseNo }, { ...order, refundableFen: 0 }], NOW),
    orderTaken: form.orderTaken(caseNo),
    orderUnverified: form.orderUnverified('SHOP-1'),
    reasons: Object.values(form.reasons),
    askReason: form.askReason(Object.values(form.reasons)),
    askEvidence: [0, 1, 2].map((kept) => form.askEvidence(kept)),
    evidenceReceived: [1, 2].map((received) => form.evidenceReceived(received)),
    askSummary: [filled, blank].map((each) => form.askSummary(each, NOW, reply)),
    retry: stepIds.flatMap((step) => [form.retry(step, 1), form.retry(step, 501)]),
    example: stepIds.map((step) => form.example(step)),
    pictureNotNow: stepIds.flatMap((step) => [form.pictureNotNow(step, 0), form.pictureNotNow(step, 9)]),
    stale: [form.stale('age'), form.stale('version')],
    help: stepIds.map((step) => form.help(step)),
  };
};

const deskTexts = ({ desk }: Texts) => ({
  ...desk,
  alreadySubmitted: desk.alreadySubmitted(caseNo),
  submittedNotEditable: desk.submittedNotEditable(caseNo),
  notUsable: ['voice', 'video', 'shortvideo', 'location', 'link', 'x'].map((type) => desk.notUsable(type)),
  policy: desk.policy(policy, url),
});

const noticeTexts = ({ language, notices }: Texts) => {
  const kinds = noticeKinds.flatMap((kind) =>
    [...noticeOutcomes, null].map((outcome) => [kind, outcome] as const),
  );
  const clauses = [{ id: '3.1', text: language === 'zh' ? '已使用；' : 'used;' }];
  return {
    ...notices,
    received: booleans.map((verified) => notices.received(theCase({ verified }))),
    approved: ['', 'x'].map((message) => notices.approved(theCase(), 1_230, message)),
    rejected: notices.rejected(theCase(), { clauses, message: 'x', appealBy: NOW, contact, url }),
    refunded: [
      notices.refunded(theCase(), { amountFen: 1_230, couponFen: 30, at: NOW, account: '支付用户零钱' }),
      notices.refunded(theCase(), { amountFen: 1_230, couponFen: 0, at: null, account: null }),
    ],
    movedOn: notices.movedOn(theCase()),
    outcome: kinds.map(([kind, result]) => notices.outcome(kind, result)),
    couponRemark: notices.couponRemark(1_230),
    remark: kinds.map(([kind, result]) => notices.remark(kind, result)),
    clauseList: [1, 3, 5].map((n) => notices.clauseList(['3.1', '3.2', '3.3', '3.4', '3.5'].slice(0, n))),
    dateField: notices.dateField(NOW),
    timeField: notices.timeField(NOW),
  };
};

const requestTexts = ({ language, requests }: Texts) => {
  const clauses = [{ id: '3.1', text: language === 'zh' ? '已使用；' : 'used;' }];
  return {
    ...requests,
    information: booleans.map((again) =>
      requests.information(theCase(), { message: 'x', lapsesAt: NOW }, again),
    ),
    offer: booleans.map((again) =>
      requests.offer(theCase(), { amountFen: 1_230, lines: [...lines], lapsesAt: NOW }, 'x', again),
    ),
    offerLines: requests.offerLines(lines),
    paidParts: requests.paidParts(19_800, 18_000) ?? '',
    offerEnded: (['offer_withdrawn', 'offer_lapsed', 'not_approved'] as const).map((outcome) =>
      requests.offerEnded(theCase(), outcome, 'x'),
    ),
    lapsed: requests.lapsed(theCase()),
    upheld: requests.upheld(theCase(), { clauses, message: 'x', contact, url }),
    settledOutside: [1_230, null].map((amountFen) => requests.settledOutside(theCase(), amountFen)),
    message: requests.message(theCase(), 'x'),
  };
};

const assessments = [
  assessed({}),
  assessed({ order: { promotional: true, terminatedForViolation: true }, now: '2026-05-05 12:00' }),
  assessed({ order: { usage: null, promotional: null } }),
  assessed({ order: null }),
  assessed({ category: 'technical_failure', claimConfirmed: '2.1' }),
  { ...assessed({}), outcome: 'partial' as const, clauses: ['9.9'] },
];

/** Every text in one language, by section and name, with arguments that hold no words of their own. */
export const everyText = (texts: Texts) => ({
  form: formTexts(texts),
  desk: deskTexts(texts),
  outcomes: {
    opened: booleans.map((yes) => texts.outcomes.opened(caseNo, opened.reviewBy, yes, !yes)),
    alreadyOpen: [caseNo, null].map((no) => texts.outcomes.alreadyOpen(no)),
    foreignOrder: texts.outcomes.foreignOrder(contact),
    nothingRefundable: texts.outcomes.nothingRefundable(contact),
  },
  ...everyAskText(texts),
  person: {
    promise: (['first', 'again', 'more'] as const).flatMap((kind) =>
      booleans.map((yes) =>
        texts.person.promise({ kind, respondBy: NOW, provisional: yes, businessDays: 3, duringForm: yes }),
      ),
    ),
    reply: texts.person.reply('3.1'),
    back: texts.person.back,
    talking: texts.person.talking,
  },
  cases: {
    next: nextSteps.filter(({ kind }) => kind !== 'ended').map((step) => texts.cases.next(step, NOW)),
    statuses: Object.values(texts.cases.statuses),
    noCases: texts.cases.noCases,
    progressHead: [1, 2].map((total) => texts.cases.progressHead(total)),
    progress: nextSteps.map((step, n) => texts.cases.progress(theCase({ verified: n % 2 === 0 }), step, NOW)),
    more: [1, 2].map((count) => texts.cases.more(count)),
  },
  notices: noticeTexts(texts),
  requests: requestTexts(texts),
  payouts: {
    reason: texts.payouts.reason(caseNo),
    account: ['支付用户零钱', '支付用户零钱通'].map((account) => texts.payouts.account(account)),
    holds: Object.values(texts.payouts.holds),
  },
  staffChat: staffChatTexts(texts),
  staff: {
    event: [
      ...everyEvent.map((event) => texts.staff.event(event, { kind: 'customer' })),
      texts.staff.event({ type: 'CaseOpened' }, { kind: 'staff', name: 'A' }),
    ],
    assessment: assessments.map((each) => texts.staff.assessment(each, policy)),
    trouble: ['WeChat Pay is not configured', 'HTTP 502 without a code'].map((each) =>
      texts.staff.trouble(each),
    ),
  },
});
