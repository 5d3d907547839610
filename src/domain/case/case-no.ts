import type { Instant } from '../time.ts';
import { chinaDate } from '../time.ts';

/** No 0, 1, I or O: a customer reads the number out over the phone. 32 signs, so a byte chooses without bias. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export const signsFrom = (randomBytes: Uint8Array): string =>
  [...randomBytes].map((byte) => SIGNS.charAt(byte % SIGNS.length)).join('');

/** `RF` + the date in China + 6 signs, from 6 random bytes. */
export const caseNoFrom = (at: Instant, randomBytes: Uint8Array): string => {
  return `RF${chinaDate(at).replaceAll('-', '')}${signsFrom(randomBytes.slice(0, 6))}`;
};

/** The number of the n-th payout attempt, and the case it belongs to. */
export const outRefundNoOf = (caseNo: string, attempt: number): string => `${caseNo}-${String(attempt)}`;
