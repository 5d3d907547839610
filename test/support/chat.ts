import { expect } from '@jest/globals';
import {
  type Conversation,
  type Draft,
  type StepId,
  conversationSchema,
  newConversation,
} from '../../src/conversation/state.ts';
import { answerCommand, takeTurn } from '../../src/conversation/take-turn.ts';
import { customerCommand } from '../../src/conversation/case-command.ts';
import type {
  CaseCommand,
  CaseCommandRefusal,
  CommandOutcome,
  ConversationCommand,
  Known,
  LookupResult,
  Need,
  OrderChoice,
  Reply,
  SubmitApplication,
  SubmitOutcome,
  TurnContext,
  TurnInput,
} from '../../src/conversation/types.ts';
import { system } from '../../src/domain/case/actor.ts';
import { decideForCustomer } from '../../src/domain/case/decide/customer.ts';
import { evolveAll } from '../../src/domain/case/evolve.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { type Result, ok, refuse } from '../../src/domain/result.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { loadCalendar } from '../../src/usecases/load-calendar.ts';
import { china } from './calendar.ts';
import { context as decideContext } from './case.ts';
import { publishedPolicy } from './policy.ts';

/** A Monday. */
export const MONDAY = china('2026-03-02 10:00');

/** The longest reply: 600 Chinese characters. */
export const LONGEST_REPLY_BYTES = 1800;

const calendar = loadCalendar(null);
const published = publishedPolicy();

export const anOrder = (over: Partial<OrderChoice> = {}): OrderChoice => ({
  outTradeNo: 'ORDER-1',
  transactionId: '4200000000202602270000000001',
  description: '年度会员',
  amountFen: 19_800,
  refundableFen: 19_800,
  paidAt: china('2026-02-27 10:00'),
  openCaseNo: null,
  ...over,
});

export const twoOrders: readonly OrderChoice[] = [
  anOrder(),
  anOrder({
    outTradeNo: 'ORDER-2',
    transactionId: '4200000000202511200000000002',
    description: '写作课程',
    amountFen: 9_900,
    refundableFen: 9_900,
    paidAt: china('2025-11-20 09:00'),
  }),
];

export interface World {
  readonly orders?: readonly OrderChoice[];
  readonly cases?: readonly Case[];
  readonly lookups?: Readonly<Record<string, LookupResult>>;
  readonly outcome?: SubmitOutcome;
  readonly refusal?: CaseCommandRefusal;
  readonly threadOpen?: boolean;
  readonly conversation?: Conversation;
  readonly policy?: Policy;
  readonly now?: number;
  readonly publicUrl?: string;
}

export const opened = {
  ok: true,
  caseNo: 'RF20260302ABCDEF',
  reviewBy: china('2026-03-05 23:59:59.999'),
  provisional: false,
  verified: true,
} satisfies SubmitOutcome;

const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** One customer and the desk: a test reads as what was said. Every reply is held to what WeChat can carry. */
export class Chat {
  readonly commands: ConversationCommand[] = [];
  /** The customer's cases as they stand now, newest first: what is asked of them is done to them. */
  cases: readonly Case[];
  /** The commands that were applications. */
  readonly applications: SubmitApplication[] = [];
  readonly needs: Need[] = [];
  /** Every reply so far. */
  readonly replies: Reply[] = [];
  conversation: Conversation;
  private now: number;
  private drafts = 0;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
    this.cases = world.cases ?? [];
    this.conversation = world.conversation ?? newConversation;
    this.now = world.now ?? MONDAY;
  }

  says(...texts: readonly string[]): this {
    for (const text of texts) this.take({ type: 'text', text, menuId: null });
    return this;
  }

  taps(menuId: string, text: string): this {
    return this.take({ type: 'text', text, menuId });
  }

  sendsPicture(...messageIds: readonly string[]): this {
    for (const messageId of messageIds) this.take({ type: 'image', messageId });
    return this;
  }

  sends(msgType: string): this {
    return this.take({ type: 'other', msgType });
  }

  does(event: Extract<TurnInput, { type: 'event' }>['event'], key = ''): this {
    return this.take({ type: 'event', event, key });
  }

  waits(ms: number): this {
    this.now += ms;
    return this;
  }

  /** Goes through the form, in the shortest way and in the language spoken so far, until this is asked. */
  reaches(step: StepId): this {
    const [begin, skip] = this.conversation.language === 'zh' ? ['退款', '跳过'] : ['refund', 'skip'];
    this.says(begin);
    if (step === 'order') return this;
    if (step === 'order_number') return this.says('其他订单');
    const answers = ['1', '2', '登录不上，还没有用过', skip];
    const steps: StepId[] = ['order', 'reason', 'description', 'evidence', 'summary'];
    this.says(...answers.slice(0, steps.indexOf(step)));
    expect(this.draft.step).toBe(step);
    return this;
  }

  hears(...parts: readonly string[]): this {
    for (const part of parts) expect(this.heard).toContain(part);
    return this;
  }

  doesNotHear(...parts: readonly string[]): this {
    for (const part of parts) expect(this.heard).not.toContain(part);
    return this;
  }

  hearsNothing(): this {
    expect(this.last).toEqual({ type: 'none' });
    return this;
  }

  isHandedOver(): this {
    expect(this.last).toEqual({ type: 'handover' });
    return this;
  }

  isAt(step: StepId | null): this {
    expect(this.conversation.draft?.step ?? null).toBe(step);
    return this;
  }

  /** Staff, or another of the customer's devices, have done something to the cases meanwhile. */
  meanwhile(change: (kase: Case) => Case): this {
    this.cases = this.cases.map(change);
    return this;
  }

  get last(): Reply {
    const reply = this.replies.at(-1);
    if (!reply) throw new Error('nothing has been said yet');
    return reply;
  }

  get heard(): string {
    if (this.last.type !== 'text') throw new Error(`heard ${this.last.type}`);
    return this.last.text;
  }

  get draft(): Draft {
    const { draft } = this.conversation;
    if (!draft) throw new Error('there is no draft');
    return draft;
  }

  private take(input: TurnInput): this {
    this.drafts += 1;
    const context = this.context();
    let known: Known = {};
    for (let round = 0; round < 5; round += 1) {
      const turn = takeTurn(this.conversation, input, known, context);
      if (turn.kind === 'need') {
        this.needs.push(turn.need);
        known = { ...known, ...this.fetch(turn.need) };
        continue;
      }
      // What is stored is read back as the store reads it.
      this.conversation = conversationSchema.parse(JSON.parse(JSON.stringify(turn.conversation)));
      this.replies.push(turn.command ? this.carryOut(turn.command, context) : turn.reply);
      this.checkReply();
      return this;
    }
    throw new Error('the turn went round in circles');
  }

  private carryOut(command: ConversationCommand, context: TurnContext): Reply {
    this.commands.push(command);
    if (command.type === 'submit_application') this.applications.push(command);
    const answered = answerCommand(this.conversation, this.done(command, context), context);
    this.conversation = answered.conversation;
    return answered.reply;
  }

  private done(command: ConversationCommand, context: TurnContext): CommandOutcome {
    switch (command.type) {
      case 'submit_application':
        return { type: command.type, command, outcome: this.world.outcome ?? opened };
      case 'request_person':
      case 'end_talk':
        return { type: command.type };
      case 'staff_word':
        throw new Error('the desk alone knows who is staff');
      default:
        return { type: 'case_command', command, outcome: this.askCase(command, context) };
    }
  }

  /** As the domain decides; `refusal` stands for whatever the ledger or another case may have against it. */
  private askCase(command: CaseCommand, { now }: TurnContext): Result<Case, CaseCommandRefusal> {
    if (this.world.refusal) return refuse(this.world.refusal);
    const kase = this.cases.find(({ caseNo }) => caseNo === command.caseNo);
    if (!kase) return refuse('case_not_found');
    const decided = decideForCustomer(kase, customerCommand(command), { ...decideContext, now });
    if (!decided.ok) return decided;
    const planned = evolveAll(kase, decided.value, now, { kind: 'customer' });
    const attempt = planned.attempts.at(-1);
    const after =
      attempt?.state === 'planned'
        ? evolveAll(
            planned,
            [{ type: 'PayoutReserved', outRefundNo: attempt.outRefundNo, first: true }],
            now,
            system,
          )
        : planned;
    this.cases = this.cases.map((each) => (each === kase ? after : each));
    return ok(after);
  }

  private checkReply(): void {
    if (this.last.type !== 'text') return;
    expect(this.heard.trim()).not.toBe('');
    expect(Buffer.byteLength(this.heard)).toBeLessThanOrEqual(LONGEST_REPLY_BYTES);
    expect(this.heard).not.toMatch(forbidden);
  }

  private fetch(need: Need): Known {
    switch (need.kind) {
      case 'orders':
        return { orders: this.world.orders ?? twoOrders };
      case 'cases':
        return { cases: this.cases };
      case 'thread':
        return { threadOpen: this.world.threadOpen ?? false };
      case 'lookup':
        return {
          lookup: {
            number: need.number,
            result: this.world.lookups?.[need.number] ?? { kind: 'unknown' },
          },
        };
    }
  }

  context(): TurnContext {
    return {
      now: this.now,
      newDraftId: `draft-${String(this.drafts)}`,
      policy: this.world.policy ?? published,
      calendar,
      publicUrl: this.world.publicUrl ?? 'https://shop.example',
    };
  }
}

export const chat = (world: World = {}): Chat => new Chat(world);

/** With a customer whose latest command was an English one. */
export const englishChat = (world: World = {}): Chat =>
  new Chat({ conversation: { ...newConversation, language: 'en' }, ...world });
