import type { CaseEvent } from '../../domain/case/events.ts';
import type { Actor } from '../../domain/case/actor.ts';
import type { NoticeKind, NoticeOutcome } from '../../domain/case/notice.ts';
import type { Information } from '../../domain/case/information.ts';
import type { Offer, OfferLine } from '../../domain/case/offer.ts';
import type { Case } from '../../domain/case/state.ts';
import type { Status } from '../../domain/case/status.ts';
import type { PayoutHold } from '../../domain/payout-queue.ts';
import type { Assessment, Policy } from '../../domain/policy/types.ts';
import type { Language, ReasonCategory } from '../../domain/reason.ts';
import type { Instant } from '../../domain/time.ts';
import type { NextStep } from '../next-step.ts';
import type { Draft, StepId } from '../state.ts';
import type { OrderChoice } from '../types.ts';
import type { AnswerTexts, AskTexts } from './ask-texts.ts';
import type { StaffChatTexts } from './staff-chat-texts.ts';

/** What happens to a case between application and money. */
export type LifeEvent = Exclude<
  CaseEvent,
  | { readonly outRefundNo: string }
  | { readonly noticeId: string }
  | {
      readonly type:
        | 'CaseOpened'
        | 'Approved'
        | 'SecondApproved'
        | 'SecondDeclined'
        | 'Rejected'
        | 'AppealWindowClosed'
        | 'ReviewOverdue'
        | 'RefundOverdue'
        | 'DeadlinesMoved';
    }
>;

/** Why a stored draft is not gone on with. */
export type Stale = 'version' | 'age';

/** What the form says. Texts give whole sentences; what a customer wrote comes to them unshortened. */
export interface FormTexts {
  /** As a line of the list, and as what may be typed to choose it. */
  orderLabel(order: OrderChoice, now: Instant): string;
  readonly otherOrder: string;
  askOrder(orders: readonly OrderChoice[], now: Instant): string;
  orderTaken(caseNo: string): string;
  readonly orderFullyRefunded: string;
  /** It was on the list when the list was shown, and is no longer. */
  readonly orderGone: string;
  readonly noOrders: string;
  readonly askOrderNumber: string;
  readonly orderForeign: string;
  orderUnverified(number: string): string;
  readonly reasons: Readonly<Record<ReasonCategory, string>>;
  askReason(labels: readonly string[]): string;
  readonly askDescription: string;
  askEvidence(kept: number): string;
  evidenceReceived(count: number): string;
  readonly evidenceFull: string;
  readonly evidenceCleared: string;
  askSummary(draft: Draft, now: Instant, reply: { at: Instant; provisional: boolean }): string;
  /** `chars`: how long the answer was that could not be used. */
  retry(step: StepId, chars: number): string;
  /** 确认, 跳过, 完成 … where they mean nothing. */
  readonly wordNotNow: string;
  example(step: StepId): string;
  readonly offerAgent: string;
  readonly tapOfEarlierQuestion: string;
  /** `kept`: pictures already in the draft. */
  pictureNotNow(step: StepId, kept: number): string;
  readonly askResume: string;
  readonly resumeContinue: string;
  readonly resumeRestart: string;
  readonly resumeRetry: string;
  readonly restarted: string;
  readonly cancelled: string;
  readonly firstStep: string;
  stale(why: Stale): string;
  help(step: StepId): string;
}

/** What is said outside the form, and in answer to the global words. */
export interface DeskTexts {
  readonly welcome: string;
  readonly help: string;
  /** For customers who read another: how this language is had. */
  readonly inThisLanguage: string;
  readonly notUnderstood: string;
  readonly nothingToLeave: string;
  readonly nothingToConfirm: string;
  alreadySubmitted(caseNo: string): string;
  submittedNotEditable(caseNo: string): string;
  readonly pictureOutside: string;
  notUsable(msgType: string): string;
  policy(policy: Policy, url: string): string;
  /** A menu tap cannot hand over; the customer is asked to type the word. */
  readonly typeAgent: string;
  /** A message could not be handled; it should be sent again. */
  readonly busy: string;
}

/** What is said once the case exists, or why none does. */
export interface OutcomeTexts {
  opened(caseNo: string, reviewBy: Instant, provisional: boolean, verified: boolean): string;
  alreadyOpen(caseNo: string | null): string;
  foreignOrder(contact: Policy['contact']): string;
  nothingRefundable(contact: Policy['contact']): string;
}

/** What a customer is told who has asked for a person. */
export interface PromisedAnswer {
  readonly respondBy: Instant;
  readonly provisional: boolean;
  readonly businessDays: number;
  /** `again`: they had asked before, and wait since. `more`: they have written again after an answer. */
  readonly kind: 'first' | 'again' | 'more';
  /** A form, or a question about a case, is open, and stays so. */
  readonly duringForm: boolean;
}

export interface PersonTexts {
  promise(promised: PromisedAnswer): string;
  /** What a colleague has written, as the customer reads it. */
  reply(text: string): string;
  /** The customer has come back to us from the colleague. */
  readonly back: string;
  /** In answer to a tap on the menu, which cannot be passed on to the colleague. */
  readonly talking: string;
}

export interface CaseTexts {
  readonly statuses: Readonly<Record<Status, string>>;
  readonly noCases: string;
  /** Who acts next and by when. */
  next(step: NextStep, now: Instant): string;
  progressHead(total: number): string;
  progress(kase: Case, next: NextStep, now: Instant): string;
  more(count: number): string;
}

export interface RejectionNotice {
  /** With their texts, as published. */
  readonly clauses: readonly { readonly id: string; readonly text: string }[];
  readonly message: string;
  readonly appealBy: Instant;
  readonly contact: Policy['contact'];
  readonly url: string;
}

export interface NoticeTexts {
  received(kase: Case): string;
  /** `message` has been cut to what there is room for. */
  approved(kase: Case, amountFen: number, message: string): string;
  rejected(kase: Case, notice: RejectionNotice): string;
  refunded(
    kase: Case,
    paid: { amountFen: number; couponFen: number; at: Instant | null; account: string | null },
  ): string;
  /** The case has moved on since the notice was written. */
  movedOn(kase: Case): string;
  outcome(kind: NoticeKind, outcome: NoticeOutcome | null): string;
  remark(kind: NoticeKind, outcome: NoticeOutcome | null): string;
  /** Of a refund part of which were coupons: what comes back as money. */
  couponRemark(ownFen: number): string;
  clauseList(ids: readonly string[]): string;
  readonly originalChannel: string;
  readonly unknown: string;
  /** `2026年11月26日` or `2026-11-26`, as a template's date field wants it. */
  dateField(at: Instant): string;
  /** `2026年11月26日 15:04` or `2026-11-26 15:04`, as a template's time field wants it. */
  timeField(at: Instant): string;
}

/** What the customer is asked for in the course of a case, and what else comes of it. */
export interface RequestTexts {
  information(kase: Case, asked: Pick<Information, 'message' | 'lapsesAt'>, isReminder: boolean): string;
  /** `message` has been cut to what there is room for. */
  offer(
    kase: Case,
    offer: Pick<Offer, 'amountFen' | 'lines' | 'lapsesAt'>,
    message: string,
    isReminder: boolean,
  ): string;
  /** The calculation, a line each. */
  offerLines(lines: readonly OfferLine[]): readonly string[];
  /** What the customer paid of the price, and what coupons did; null: no coupon was used. */
  paidParts(paidFen: number, payerFen: number): string | null;
  offerEnded(
    kase: Case,
    outcome: 'offer_withdrawn' | 'offer_lapsed' | 'not_approved',
    message: string,
  ): string;
  lapsed(kase: Case): string;
  upheld(kase: Case, notice: Omit<RejectionNotice, 'appealBy'>): string;
  settledOutside(kase: Case, amountFen: number | null): string;
  /** What a person wrote. */
  message(kase: Case, text: string): string;
}

export interface PayoutTexts {
  /** What the payer reads on the refund at WeChat Pay, which takes at most 80 bytes. */
  reason(caseNo: string): string;
  /** Where the money went, as WeChat Pay names it (`user_received_account`). */
  account(account: string): string;
  /** Why an approved refund is not sent for now, for staff. */
  readonly holds: Readonly<Record<PayoutHold, string>>;
}

export interface StaffTexts {
  event(event: CaseEvent, actor: Actor): string;
  assessment(assessment: Assessment, policy: Policy): string;
  /** What went wrong with a payout or a notice; WeChat's own words stay as they are. */
  trouble(stored: string): string;
}

/** Every text the project says in one language. */
export interface Texts {
  /** The one these texts are written in, which the policy is quoted in too. */
  readonly language: Language;
  readonly form: FormTexts;
  readonly desk: DeskTexts;
  readonly outcomes: OutcomeTexts;
  readonly asks: AskTexts;
  readonly answers: AnswerTexts;
  readonly person: PersonTexts;
  readonly cases: CaseTexts;
  readonly notices: NoticeTexts;
  readonly requests: RequestTexts;
  readonly payouts: PayoutTexts;
  readonly staff: StaffTexts;
  readonly staffChat: StaffChatTexts;
}
