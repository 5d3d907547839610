import type { Calendar } from '../domain/calendar.ts';
import type { CaseLimits } from '../domain/case/decide/context.ts';
import type { NoticeKind } from '../domain/case/notice.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { Clock } from '../domain/time.ts';
import type { Language } from '../domain/reason.ts';
import type { AlertChannel } from '../gateways/alerts/types.ts';
import type { OfficialAccount } from '../gateways/official-account/types.ts';
import type { Shop } from '../gateways/shop/types.ts';
import type { WechatPay } from '../gateways/wechat-pay/types.ts';
import type { Store } from '../store/store.ts';
import type { Log } from './log.ts';
import type { CodeCheck } from './sign-in/second-factor.ts';

/** Randomness, injected: bytes from the operating system in production, a seeded sequence in tests. */
export interface Random {
  bytes(length: number): Buffer;
}

/** What goes out as a template message; what a person wrote does not. */
export type TemplateKind = Exclude<NoticeKind, 'message'>;

/** How a notice kind becomes a template message: our template's id, and which of its fields says what. */
export interface TemplateSettings {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Limits extends CaseLimits {
  /** How long one run of work holds a document: at least three times the longest call to WeChat or WeChat Pay. */
  readonly leaseMs: number;
  /** What was used of an order, told longer ago than this, is asked for again before money is decided on. */
  readonly usageMaxAgeHours: number;
}

/** How staff are alerted. */
export interface Alerting {
  /** None: what there is to say is in the log only. */
  readonly channels: readonly AlertChannel[];
  /** Whether members of staff are told in their own WeChat as well, each of what is theirs. */
  readonly toWechat: boolean;
  readonly language: Language;
  /** How long after staff were told the same is not told again. */
  readonly quietMs: number;
}

/** Everything a use case may reach; `null` gateways are channels that are off. */
export interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly calendar: Calendar;
  /** The policy in force now, and every version a case may be pinned to. */
  readonly policy: Policy;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly officialAccount: OfficialAccount | null;
  readonly wechatPay: WechatPay | null;
  readonly appid: string;
  readonly mchid: string;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly templates: Readonly<Partial<Record<TemplateKind, TemplateSettings>>>;
  /** The shop's own system, which is told what becomes of its orders. */
  readonly shop: Shop | null;
  readonly alerting: Alerting;
  /** Takes a code of a member's second factor: `takeCode`, by the time as phones have it. */
  readonly takeCode: (name: string, typed: string) => Promise<CodeCheck>;
  /** Tells this process's worker that there may be work now. */
  readonly wake: () => void;
  /** Names this process among those that share the store. */
  readonly instanceId: string;
}
