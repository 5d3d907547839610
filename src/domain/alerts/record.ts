import { z } from 'zod';
import type { Instant } from '../time.ts';
import { type Alert, alertSchema } from './alert.ts';

/** The ways to staff; `wechat`: each member's own, where they have bound it. */
export type ChannelName = 'webhook' | 'mail' | 'wechat';

/** How far staff have been told over one channel. */
const tellingSchema = z.object({
  /** How many of `count`. */
  told: z.int().min(0),
  toldAt: z.number().nullable(),
  /** When the rest may be told; null: there is none. */
  dueAt: z.number().nullable(),
});

const untold = { told: 0, toldAt: null, dueAt: null };

/** One alert and how often it happened; nothing is taken back, so that every one is counted. */
export const alertRecordSchema = z.object({
  /** As it last happened. */
  alert: alertSchema,
  count: z.int().min(0),
  firstAt: z.number(),
  lastAt: z.number(),
  webhook: tellingSchema,
  mail: tellingSchema,
  wechat: tellingSchema.default(untold),
});
export type AlertRecord = z.infer<typeof alertRecordSchema>;
type Telling = AlertRecord[ChannelName];

export interface Happened {
  readonly alert: Alert;
  /** 0: it is noted, and nobody is told. */
  readonly times: number;
  readonly at: Instant;
}

/** What all processes of an installation agree on. */
export interface TellingRules {
  /** The channels that are on. What happens while one is off is never told there. */
  readonly channels: readonly ChannelName[];
  /** How long after telling the same is not told again. */
  readonly quietMs: number;
}

const dueAgain = ({ toldAt }: Telling, now: Instant, quietMs: number): Instant =>
  toldAt === null ? now : Math.max(now, toldAt + quietMs);

/** It happened, for the first time or again. While it waits to be told it only counts. */
export const happened = (
  before: AlertRecord | undefined,
  { alert, times, at }: Happened,
  { channels, quietMs }: TellingRules,
): AlertRecord => {
  const count = (before?.count ?? 0) + times;
  const over = (name: ChannelName): Telling => {
    const telling = before?.[name] ?? untold;
    if (!channels.includes(name)) return { ...telling, told: count, dueAt: null };
    if (count === telling.told) return telling;
    return { ...telling, dueAt: telling.dueAt ?? dueAgain(telling, at, quietMs) };
  };
  const firstAt = before?.firstAt ?? at;
  const tellings = { webhook: over('webhook'), mail: over('mail'), wechat: over('wechat') };
  return { alert, count, firstAt, lastAt: at, ...tellings };
};

/** Staff were told over this channel when it had happened `count` times; what happened since waits out the quiet. */
export const told = (
  record: AlertRecord,
  channel: ChannelName,
  count: number,
  { at, quietMs }: { readonly at: Instant; readonly quietMs: number },
): AlertRecord => {
  const toldBefore = Math.max(record[channel].told, count);
  const dueAt = record.count > toldBefore ? at + quietMs : null;
  return { ...record, [channel]: { told: toldBefore, toldAt: at, dueAt } };
};

/** What there is to tell of an alert. */
export interface News {
  readonly alert: Alert;
  readonly times: number;
  readonly at: Instant;
  /** When it was last told; null: this is the first time. */
  readonly toldAt: Instant | null;
}

export const newsFor = (record: AlertRecord, channel: ChannelName): News => ({
  alert: record.alert,
  times: record.count - record[channel].told,
  at: record.lastAt,
  toldAt: record[channel].toldAt,
});
