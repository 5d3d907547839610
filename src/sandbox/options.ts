import type Router from '@koa/router';
import type { Changes } from './changes.ts';
import type { StaffAccount } from './control-api.ts';
import type { Faults } from './faults.ts';
import type { Delivered } from './official-account/delivery.ts';
import type { TemplateDefinition } from './official-account/template-fields.ts';
import type { FeedOrder } from './phones/feed.ts';
import type { RandomBytes } from './random.ts';
import type { Credentials, PaidOrder, Phone, Refund } from './world/schema.ts';

export interface SandboxOptions {
  readonly clock: { now(): number };
  readonly random: RandomBytes;
  /** Where its world and the key files are kept; a world found there is gone on with. */
  readonly stateDir: string;
  /** false: its world ends with it, and no file of it is written. */
  readonly isKept?: boolean;
  /** Loopback; 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** 0 (the default): any free port. */
  readonly port?: number;
  /** The refund desk's address; may be told later with `setTarget`. */
  readonly target?: string;
  /** Only for a new world; made up where absent. */
  readonly credentials?: Credentials;
  /** false: messages are pushed in plain text. */
  readonly encrypted?: boolean;
  /** What the account has approved; the sandbox's own three unless told otherwise. */
  readonly templates?: readonly TemplateDefinition[];
  /** Resolves after that much real time. Tests inject their own. */
  readonly wait?: (ms: number) => Promise<void>;
  /** From PROCESSING to its end; 2 s unless told otherwise. */
  readonly refundDelayMs?: number;
  /** For `POST /sandbox/api/clock`; absent: the clock cannot be moved from here. */
  readonly advance?: (ms: number) => void | Promise<void>;
  /** Shown on the page, so that a visitor can log in. */
  readonly staff?: readonly StaffAccount[];
  readonly accountName?: string;
  readonly onFailure?: (error: unknown) => void;
}

export interface PhoneHandle {
  readonly openid: string;
  /** Resolves once the push has been delivered (or given up) and the reply shown. */
  say(text: string): Promise<Delivered>;
  sendPicture(bytes: Buffer, contentType?: string): Promise<Delivered>;
  raise(event: string, key?: string): Promise<Delivered>;
  /** As it is now. */
  screen(): Phone;
}

export interface SandboxPay {
  refunds(): readonly Refund[];
  orders(): readonly PaidOrder[];
  /** A customer has paid for something. */
  addOrder(order: PaidOrder): void;
  /** Brings a refund to its end now, or puts an ABNORMAL one right; sends the notification. Throws: unknown number. */
  settle(outRefundNo: string, status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL'): Promise<void>;
}

export interface Sandbox {
  /** Of the simulated WeChat and WeChat Pay, and of the control API. */
  readonly url: string;
  /** What a server needs to use the simulators: the environment's WECHAT_*, WECHATPAY_* and ORDERS_API_TOKEN. */
  readonly environment: Readonly<Record<string, string>>;
  readonly credentials: Credentials;
  readonly templates: readonly TemplateDefinition[];
  readonly faults: Faults;
  readonly changes: Changes;
  readonly pay: SandboxPay;
  setTarget(url: string): void;
  /** Whether the desk answers WeChat's check of its address (echostr). */
  checkServer(): Promise<boolean>;
  phones(): readonly PhoneHandle[];
  /** Throws where there is none. */
  phone(openid: string): PhoneHandle;
  /** For a customer beyond the demo's; subscribed. */
  addPhone(openid: string, name: string): PhoneHandle;
  demoOrders(): readonly FeedOrder[];
  /** Tells the desk of all orders over its feed. @returns how many. */
  seed(ordersToken?: string): Promise<number>;
  /** Every access token given out so far stops working (40001). */
  revokeTokens(): void;
  /** The control API and page, for another Koa application; mount it before any body parser. */
  router(): Router;
  /** What became of every template message sent so far is reported now. @returns how many there were to report on */
  reportTemplates(): Promise<number>;
  /** Does what the clock says is due: to be called after moving it otherwise than through the control API. */
  runDue(): Promise<void>;
  /** Resolves when nothing is under way between the phones, the simulators and the desk. */
  idle(): Promise<void>;
  /** Ends event streams, stops listening, writes the world. */
  close(): Promise<void>;
}
