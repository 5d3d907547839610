import type { CustomerRefusal } from '../domain/case/commands.ts';
import type { GivenInformation } from '../domain/case/information.ts';
import type { Case } from '../domain/case/state.ts';
import type { Calendar } from '../domain/calendar.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { Language, ReasonCategory } from '../domain/reason.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { StaffOutcome } from './staff-chat/outcome.ts';
import type { StaffWord } from './staff-chat/words.ts';
import type { Conversation, OfferAnswer } from './state.ts';

/** One thing a customer did in the chat, as the transport understood it. */
export type TurnInput =
  /** `menuId`: the `bizmsgmenuid` of a tapped menu line. */
  | { readonly type: 'text'; readonly text: string; readonly menuId: string | null }
  /** `messageId`: the transcript message that owns the download. */
  | { readonly type: 'image'; readonly messageId: string }
  /** voice, video, location, link … : nothing the form can use. */
  | { readonly type: 'other'; readonly msgType: string }
  | {
      readonly type: 'event';
      /** `person_joined`, `person_left`: a colleague in WeChat's console; the key is their account. */
      readonly event: 'subscribe' | 'unsubscribe' | 'click' | 'person_joined' | 'person_left' | 'other';
      readonly key: string;
    };

/** An order the customer may choose. */
export interface OrderChoice {
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly description: string;
  readonly amountFen: number;
  readonly refundableFen: number;
  readonly paidAt: Instant;
  /** The case that holds this order now. */
  readonly openCaseNo: string | null;
}

export type LookupResult =
  | { readonly kind: 'mine'; readonly order: OrderChoice }
  /** Paid by someone else. */
  | { readonly kind: 'foreign' }
  /** No such order, or nobody could be asked just now. */
  | { readonly kind: 'unknown' };

/** What a turn must be told before it can be taken: the shell fetches it and takes the turn again. */
export type Need =
  | { readonly kind: 'orders' }
  | { readonly kind: 'cases' }
  | { readonly kind: 'lookup'; readonly number: string }
  | { readonly kind: 'thread' };

/** What the shell has fetched so far for this turn. */
export interface Known {
  /** The customer's orders, newest first. */
  readonly orders?: readonly OrderChoice[];
  /** The customer's cases, newest first. */
  readonly cases?: readonly Case[];
  readonly lookup?: { readonly number: string; readonly result: LookupResult };
  /** Whether the customer has asked for a person and that is not over yet. */
  readonly threadOpen?: boolean;
}

/** What the answer to a command may rest on beside its outcome. */
export interface AnswerContext {
  readonly now: Instant;
  readonly policy: Policy;
  readonly calendar: Calendar;
  /** `https://shop.example`, no slash at the end. */
  readonly publicUrl: string;
}

export interface TurnContext extends AnswerContext {
  /** A fresh id, used where this turn begins a draft. */
  readonly newDraftId: string;
}

export type Reply =
  | { readonly type: 'text'; readonly text: string }
  /** Answered with `success`: the customer sees nothing. */
  | { readonly type: 'none' }
  /** `transfer_customer_service`: a person takes over in WeChat's own console. */
  | { readonly type: 'handover' };

/** 确认 at the end of the form. */
export interface SubmitApplication {
  readonly type: 'submit_application';
  readonly draftId: string;
  readonly language: Language;
  readonly order: {
    readonly outTradeNo: string;
    readonly transactionId: string | null;
    /** false: the customer typed a number that could not be matched to them. */
    readonly matched: boolean;
  };
  readonly reason: { readonly category: ReasonCategory; readonly text: string };
  readonly evidence: readonly string[];
}

interface AsksCase {
  readonly caseNo: string;
  readonly language: Language;
}
/** 接受, 拒绝 or an amount, to the offer the customer has seen. */
export interface AnswerOffer extends AsksCase {
  readonly type: 'answer_offer';
  readonly offerId: string;
  readonly offeredFen: number;
  readonly answer: OfferAnswer;
}
export interface GiveInformation extends AsksCase {
  readonly type: 'give_information';
  readonly given: GivenInformation;
}
export interface WithdrawCase extends AsksCase {
  readonly type: 'withdraw';
}
export interface AppealCase extends AsksCase {
  readonly type: 'appeal';
  readonly text: string;
  readonly evidence: readonly string[];
  /** The last day to appeal, where there is one. */
  readonly appealBy: Instant | null;
}
/** What a customer asks of a case of theirs. */
export type CaseCommand = AnswerOffer | GiveInformation | WithdrawCase | AppealCase;

/** The customer wants a person, or has more to say to the one they wait for. */
export interface RequestPerson {
  readonly type: 'request_person';
  readonly language: Language;
  readonly askedAt: Instant;
  /** 人工 itself: the date of our answer is said, again if need be. */
  readonly asks: boolean;
  /** A form, or a question about a case, is open, and stays so. */
  readonly duringForm: boolean;
}

/** A colleague has ended their talk with the customer in WeChat's console. */
export interface EndTalk {
  readonly type: 'end_talk';
  readonly endedAt: Instant;
}

/** What a member of staff asks for from their own WeChat; `bind`: what anyone may try. */
export interface StaffChatCommand {
  readonly type: 'staff_word';
  readonly language: Language;
  readonly word: StaffWord;
}

/** What the customer has asked to be done; it carries everything, so that a crash after it is saved loses nothing. */
export type ConversationCommand =
  SubmitApplication | CaseCommand | RequestPerson | EndTalk | StaffChatCommand;

export type SubmitOutcome =
  | {
      readonly ok: true;
      readonly caseNo: string;
      readonly reviewBy: Instant;
      readonly provisional: boolean;
      readonly verified: boolean;
    }
  | { readonly ok: false; readonly code: 'already_open'; readonly caseNo: string | null }
  | { readonly ok: false; readonly code: 'foreign_order' }
  | { readonly ok: false; readonly code: 'nothing_refundable' };

/** Why nothing was done to the case. */
export type CaseCommandRefusal = CustomerRefusal | 'case_not_found';

/** A command and what came of it: the application, or the case as it then stood. */
export type CommandOutcome =
  | {
      readonly type: 'submit_application';
      readonly command: SubmitApplication;
      readonly outcome: SubmitOutcome;
    }
  | {
      readonly type: 'case_command';
      readonly command: CaseCommand;
      readonly outcome: Result<Case, CaseCommandRefusal>;
    }
  | { readonly type: 'request_person' }
  | { readonly type: 'end_talk' }
  | {
      readonly type: 'staff_word';
      readonly command: StaffChatCommand;
      readonly outcome: StaffOutcome;
    };

export type Turn =
  | { readonly kind: 'need'; readonly need: Need }
  | {
      readonly kind: 'turn';
      readonly conversation: Conversation;
      /** Where there is a command, the reply comes from `answerCommand` once its outcome is known. */
      readonly reply: Reply;
      readonly command: ConversationCommand | null;
    };
