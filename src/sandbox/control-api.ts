import { z } from 'zod';

/**
 * The sandbox's control API: what the page at `/sandbox` (and any script) may ask and do. Loopback only.
 *
 * | route | takes | answers |
 * |---|---|---|
 * | `GET /sandbox` | | the page: `index.html`; its other files as `/sandbox/<file>` |
 * | `GET /sandbox/api/state` | | 200 `SandboxState` |
 * | `GET /sandbox/api/phones/{openid}` | | 200 `PhoneView`; 404 `unknown_phone` |
 * | `POST /sandbox/api/phones/{openid}/messages` | `messageBody` | 202 `{message: PhoneEntry}`: on its way to the desk |
 * | `POST /sandbox/api/phones/{openid}/events` | `eventBody` | 202 `{}` |
 * | `GET /sandbox/api/media/{mediaId}` | | the picture; 404 `unknown_media` |
 * | `POST /sandbox/api/clock` | `clockBody` | 200 `{now}`; 409 `clock_elsewhere`: the clock is not ours to move |
 * | `GET /sandbox/api/refunds` | | 200 `{refunds: RefundView[]}`: what WeChat Pay has recorded, oldest first |
 * | `POST /sandbox/api/faults` | `faultBody` (faults.ts) | 202 `{}`; `DELETE` clears them: 204 |
 * | `GET /sandbox/api/events` | | server-sent events, see `Change` |
 *
 * POST bodies are JSON and say so in Content-Type (otherwise 415 `unsupported_media_type`); at most 4 MB (413).
 * Errors: `{"error":{"code","message"}}`; a malformed body is 400 `invalid_body`. Times are epoch
 * milliseconds, amounts integer fen.
 */
export interface SandboxState {
  /** The sandbox's clock; it moves on in real time, and by `POST …/clock`. */
  readonly now: number;
  /** Whether `POST …/clock` works here. */
  readonly canAdvance: boolean;
  /** The refund desk's address without a trailing slash; null until it is known. Staff side: `<deskUrl>/staff/`. */
  readonly deskUrl: string | null;
  readonly account: { readonly name: string };
  readonly phones: readonly PhoneSummary[];
  readonly staff: readonly StaffAccount[];
}

export interface StaffAccount {
  readonly name: string;
  readonly role: string;
  /** Bearer token of the staff API. */
  readonly token: string;
}

export interface PhoneSummary {
  readonly openid: string;
  readonly name: string;
  /** One line on whom this phone stands for. */
  readonly about: string;
  readonly subscribed: boolean;
  /** null: nothing on this phone yet. */
  readonly last: { readonly at: number; readonly text: string } | null;
}

export interface PhoneView extends PhoneSummary {
  /** Oldest first, the last 500. */
  readonly messages: readonly PhoneEntry[];
  /** Newest first. */
  readonly wallet: readonly WalletEntry[];
  readonly orders: readonly OrderView[];
  readonly window: WindowView;
}

/** One line of the chat. */
export interface PhoneEntry {
  readonly id: string;
  readonly at: number;
  /** `account`: an answer or a customer message; `pay`: WeChat Pay's own service notice; `system`: grey text. */
  readonly from: 'customer' | 'account' | 'template' | 'system' | 'pay';
  /** `failure`: what the phone shows when the account's server did not answer properly; `detail` says why. */
  readonly type: 'text' | 'image' | 'event' | 'template' | 'notice' | 'failure';
  /** Line breaks are `\n`. For a template: its title. */
  readonly text: string;
  /** Relative to the origin: `/sandbox/api/media/…`. */
  readonly imageUrl?: string | undefined;
  /** A template's lines, in order. */
  readonly fields?: readonly { readonly label: string; readonly value: string }[] | undefined;
  /** Where a tap on a template leads. */
  readonly url?: string | undefined;
  /** Why a `failure` is one. For people who build, not for customers. */
  readonly detail?: string | undefined;
}

export interface WalletEntry {
  readonly id: string;
  readonly at: number;
  readonly kind: 'payment' | 'refund';
  /** Always positive. */
  readonly amountFen: number;
  readonly title: string;
  readonly outTradeNo: string;
}

export interface OrderView {
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly description: string;
  readonly amountFen: number;
  readonly refundedFen: number;
  readonly paidAt: number;
  /** What this order is there to show. */
  readonly about: string;
}

/** What the account may still send by customer message. */
export interface WindowView {
  readonly left: number;
  /** null: closed. */
  readonly closesAt: number | null;
}

export interface RefundView {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly status: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
  readonly amountFen: number;
  readonly createdAt: number;
  readonly settledAt: number | null;
}

/**
 * Server-sent events: `id: <counter>`, `event: change`, `data: <Change as JSON>`. They say what to fetch again,
 * not what it has become. A comment line every 25 s keeps the connection. After a reconnection fetch everything.
 */
export type Change =
  | { readonly kind: 'phone'; readonly openid: string }
  | { readonly kind: 'clock'; readonly now: number }
  | { readonly kind: 'refunds' };

const base64 = z.string().regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);

export const messageBody = z.union([
  z.strictObject({ text: z.string().min(1).max(2000) }),
  z.strictObject({ image: base64.min(1), contentType: z.enum(['image/jpeg', 'image/png', 'image/gif']) }),
]);

/** `key` is the menu key, the scanned scene, or for `kf_…` the agent's account. */
export const eventBody = z.strictObject({
  event: z.enum([
    'subscribe',
    'unsubscribe',
    'SCAN',
    'CLICK',
    'VIEW',
    'kf_create_session',
    'kf_close_session',
  ]),
  key: z.string().max(128).default(''),
});

/** A whole number of seconds, minutes, hours or days: `90s`, `15m`, `2h`, `3d`; more than none, at most 400 days. */
export const clockBody = z.strictObject({ advance: z.string().regex(/^[1-9]\d{0,7}[smhd]$/) });

export type MessageBody = z.infer<typeof messageBody>;
export type EventBody = z.infer<typeof eventBody>;
