import type { Sent } from './types.ts';

export type Refused = Extract<Sent, { kind: 'refused' }>;
export type Reaction = Refused['reaction'];

/** What to do about an errcode (official-account reference, "Errors and the right reaction"). */
const reactions: Readonly<Record<number, Reaction>> = {
  // Quotas: a day's (45009), a minute's (45011).
  45009: 'hold',
  45011: 'hold',
  // The access token, once it has been renewed and refused again.
  40001: 'hold',
  40014: 'hold',
  42001: 'hold',
  // Window shut or spent; not following; consent refused or used up.
  45015: 'next_channel',
  45047: 'next_channel',
  43004: 'next_channel',
  43101: 'next_channel',
  // Template id, field, openid.
  40037: 'dead_letter',
  47003: 'dead_letter',
  40003: 'dead_letter',
  // Permission, address not whitelisted, secret, appid.
  48001: 'configuration',
  40164: 'configuration',
  40125: 'configuration',
  40013: 'configuration',
};

/** A code the table does not know is a verdict on this message: repeating it would change nothing. */
export const reactionTo = (errcode: number): Reaction => reactions[errcode] ?? 'dead_letter';

const tokenErrors: readonly number[] = [40001, 40014, 42001];
export const isTokenError = (errcode: number): boolean => tokenErrors.includes(errcode);

export const INVALID_MEDIA = 40007;
