/** `length` random bytes; from the operating system, or a seeded sequence in tests. */
export type RandomBytes = (length: number) => Buffer;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const letters = (random: RandomBytes, length: number): string =>
  [...random(length)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');

/** Decimal digits, the first of them not 0. */
export const digits = (random: RandomBytes, length: number): string =>
  [...random(length)].map((byte, index) => String(index === 0 ? 1 + (byte % 9) : byte % 10)).join('');

export const upperHex = (random: RandomBytes, bytes: number): string =>
  random(bytes).toString('hex').toUpperCase();
