import type { CommandRefusal, StaffCommand } from '../../../domain/case/commands.ts';
import type { Offer } from '../../../domain/case/offer.ts';
import type { PayoutState } from '../../../domain/case/payout.ts';
import type { Case } from '../../../domain/case/state.ts';
import type { Role } from '../../../domain/staff.ts';
import type { Instant } from '../../../domain/time.ts';
import type { AuditAction } from '../../../usecases/case-access.ts';
import type { Due } from '../../../usecases/console-view.ts';
import type { ThreadState } from '../../../domain/thread/state.ts';
import type { ReplyRefusal } from '../../../conversation/colleague.ts';
import type { ThreadRefusal } from '../../../usecases/threads/answer-thread.ts';
import type { DeliveryState } from '../../../usecases/threads/describe-thread.ts';
import type { FormFault } from '../action-form.ts';
import type { CaseForm } from '../case-forms.ts';
import type { IncidentTexts, PayoutTexts } from './finance-texts.ts';

/** Everything the console says, in one language. */
export interface ConsoleTexts {
  readonly appName: string;
  /** A name and what it stands before. */
  labelled(name: string, value: string): string;
  readonly skipToContent: string;
  readonly language: string;
  readonly nav: {
    readonly queue: string;
    readonly threads: string;
    readonly payouts: string;
    readonly incidents: string;
    readonly audit: string;
    readonly me: string;
  };
  readonly signOut: string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly login: {
    readonly title: string;
    readonly name: string;
    readonly password: string;
    readonly submit: string;
    readonly codeTitle: string;
    readonly codeHelp: string;
    readonly code: string;
    readonly codeSubmit: string;
    readonly otherAccount: string;
    readonly lostPhone: string;
    readonly demoTitle: string;
    readonly demoText: string;
    readonly notices: Readonly<Record<LoginNotice, string>>;
    tooMany(minutes: number): string;
  };
  readonly queue: {
    readonly title: string;
    readonly views: Readonly<Record<'open' | 'overdue' | 'all', string>>;
    readonly status: string;
    readonly anyStatus: string;
    readonly search: string;
    readonly searchHint: string;
    readonly apply: string;
    readonly clear: string;
    readonly columns: Readonly<Record<'case' | 'order' | 'reason' | 'status' | 'due', string>>;
    readonly whoseTitle: string;
    readonly whose: Readonly<Record<'anyone' | 'mine' | 'nobody', string>>;
    /** How many stand on this page; `more`: others follow it, `later`: others come before. */
    count(n: number, more: boolean, later: boolean): string;
    readonly empty: Readonly<Record<'open' | 'overdue' | 'none' | 'found', string>>;
    readonly next: string;
    readonly first: string;
    readonly unverified: string;
  };
  due(due: Due, now: Instant): string;
  readonly noDue: string;
  readonly kase: {
    readonly back: string;
    readonly order: string;
    readonly orderNo: string;
    readonly transactionId: string;
    readonly bought: string;
    readonly paid: string;
    readonly refundable: string;
    readonly unknown: string;
    readonly customer: string;
    readonly channel: string;
    readonly channels: Readonly<Record<Case['channel'], string>>;
    readonly applied: string;
    readonly said: string;
    readonly pictures: string;
    readonly noPictures: string;
    picture(n: number): string;
    readonly pictureStates: Readonly<Record<'pending' | 'gone' | 'other', string>>;
    readonly assessment: string;
    readonly policyVersion: string;
    readonly deadlines: string;
    readonly reviewBy: string;
    readonly refundBy: string;
    readonly arrivalBy: string;
    readonly provisional: string;
    readonly decision: string;
    approvedBy(by: string, amount: string): string;
    rejectedBy(by: string, clauses: string): string;
    readonly note: string;
    readonly message: string;
    readonly payout: string;
    readonly payoutNo: string;
    readonly payoutStates: Readonly<Record<PayoutState, string>>;
    readonly timeline: string;
    readonly actors: Readonly<Record<'customer' | 'system' | 'wechatpay', string>>;
    readonly conversation: string;
    readonly conversationHint: string;
    readonly unverifiedTitle: string;
    readonly unverifiedText: string;
  };
  readonly standing: StandingTexts;
  readonly threads: ThreadTexts;
  readonly payouts: PayoutTexts;
  readonly incidents: IncidentTexts;
  readonly actions: {
    readonly title: string;
    readonly none: string;
    readonly waitingForOther: string;
    claimedBy(name: string): string;
    readonly appealOthers: string;
    readonly others: string;
    label(form: CaseForm, amount: string): string;
    explain(form: CaseForm, fourEyes: boolean): string;
    confirm(form: CaseForm, amount: string): string;
    readonly note: string;
    readonly noteHint: string;
    readonly message: string;
    readonly messageOptional: string;
    readonly messageHint: string;
    readonly requestHint: string;
    readonly clauses: string;
    readonly clausesOptional: string;
    readonly amount: string;
    amountHint(max: string): string;
    readonly suggested: string;
    readonly notSuggested: string;
    round(n: number, of: number): string;
    readonly proof: string;
    readonly proofHint: string;
    readonly facts: FactTexts;
    readonly done: Readonly<Record<StaffCommand['type'], string>>;
    readonly notDone: string;
    readonly refusals: Readonly<Record<Refused, string>>;
  };
  readonly conversation: {
    readonly title: string;
    readonly logged: string;
    readonly empty: string;
    readonly customer: string;
    readonly desk: string;
    readonly handover: string;
    type(type: string): string;
  };
  readonly me: {
    readonly title: string;
    readonly role: string;
    readonly may: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly secondFactor: string;
    readonly on: string;
    readonly onText: string;
    readonly offText: string;
    readonly begin: string;
    readonly enrolTitle: string;
    readonly steps: readonly [string, string, string];
    readonly openApp: string;
    readonly secret: string;
    readonly uri: string;
    readonly confirm: string;
    readonly confirmed: string;
    readonly unavailable: string;
    readonly wechat: WechatTexts;
  };
  readonly audit: {
    readonly title: string;
    readonly lead: string;
    readonly staff: string;
    readonly caseNo: string;
    readonly columns: Readonly<Record<'at' | 'staff' | 'action' | 'case' | 'outcome' | 'address', string>>;
    readonly actions: Readonly<Record<AuditAction, string>>;
    readonly outcomes: Readonly<Record<string, string>>;
    readonly nobody: string;
    readonly empty: string;
    readonly badCase: string;
    listed(count: number): string;
  };
  readonly problems: Readonly<Record<Problem, { readonly title: string; readonly text: string }>>;
  readonly toQueue: string;
  errorId(id: string): string;
  minute(at: Instant): string;
  day(at: Instant): string;
}

/** The member's own WeChat, from which they work by chatting with the account. */
interface WechatTexts {
  readonly title: string;
  readonly bound: string;
  since(at: string): string;
  readonly boundText: string;
  readonly notBound: string;
  readonly notBoundText: string;
  readonly issue: string;
  readonly send: string;
  /** What is sent from the phone, as the account understands it. */
  message(code: string): string;
  until(at: string): string;
  readonly unbind: string;
  readonly unbound: string;
}

export type LoginNotice =
  | 'signed_out'
  | 'expired'
  | 'wrong_credentials'
  | 'disabled'
  | 'wrong_code'
  | 'unreadable_secret'
  | 'not_done';

export type Refused = CommandRefusal | ReplyRefusal | FormFault | 'busy';

export interface FactTexts {
  now(value: string): string;
  readonly keep: string;
  readonly forget: string;
  readonly yes: string;
  readonly no: string;
  readonly unknown: string;
  readonly none: string;
  readonly usage: string;
  readonly quotaUsed: string;
  readonly quotaTotal: string;
  readonly quotaHint: string;
  readonly claimConfirmed: string;
  readonly claims: Readonly<Record<'2.1' | '2.3' | '2.4', string>>;
  readonly promotional: string;
  readonly terminatedForViolation: string;
}

export type ThreadFault = ThreadRefusal;

/** People who have asked for a person. */
export interface ThreadTexts {
  readonly title: string;
  readonly states: Readonly<Record<ThreadState, string>>;
  readonly empty: string;
  asked(at: string): string;
  answerBy(at: string): string;
  readonly deliveries: Readonly<Record<DeliveryState, string>>;
  readonly reply: string;
  readonly send: string;
  readonly close: string;
  readonly done: Readonly<Record<'reply' | 'close', string>>;
  readonly refusals: Readonly<Record<ThreadFault, string>>;
}

/** How the case stands between us and the customer. */
export interface StandingTexts {
  readonly assignee: string;
  readonly nobody: string;
  readonly information: string;
  answerBy(at: string): string;
  answered(at: string): string;
  readonly offer: string;
  lapses(at: string): string;
  readonly offerStates: Readonly<Record<Offer['state'], string>>;
  counter(amount: string): string;
  readonly appeal: string;
  readonly againstRejection: string;
  againstOffer(amount: string): string;
  readonly againstMissed: string;
  appealed(at: string): string;
  decideBy(at: string): string;
  notBy(names: string): string;
  readonly outcomes: Readonly<Record<'refund' | 'offer' | 'uphold', string>>;
  readonly settlement: string;
  readonly missed: string;
  /** The clock stands; what is left of it, in business days. */
  stands(daysLeft: number): string;
  readonly file: string;
}

export type Problem =
  | 'not_found'
  | 'case_not_found'
  | 'forbidden'
  | 'bad_form'
  | 'bad_request'
  | 'evidence_pending'
  | 'evidence_gone'
  | 'no_database'
  | 'internal';
