import { MAX_FEN } from '../domain/money.ts';
import { normalise } from './plain-text.ts';

export type AmountFault = 'zero' | 'negative' | 'decimals' | 'too_much' | 'malformed';

export type Amount =
  { readonly ok: true; readonly amountFen: number } | { readonly ok: false; readonly fault: AmountFault };

/** What a customer would write for an amount, well formed or not. */
const looksLikeAmount =
  /^(?<before>¥|rmb|cny)?\s?(?<number>[-−]?[\d,]*\d[\d,]*(?:\.\d*)?(?:e\d+)?|[-−]?\.\d+)\s?(?<after>元|块|块钱|圆|yuan|rmb|cny)?$/u;
const wellFormed = /^(?<yuan>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?<decimals>\d{1,2}))?$/;

/** What is longer is no amount, whatever it looks like. */
const MAX_CHARS = 40;
/** More digits with nothing that says money are the number of an order or a parcel. */
const MAX_BARE_DIGITS = 11;

/**
 * An amount in yuan as customers type it, in any width: `88`, `88.5`, `¥88.50`, `88元`, `8,888.00`. No float ever
 * holds it. null: the text is no amount at all.
 */
export const amountIn = (text: string): Amount | null => {
  const typed = normalise(text);
  if (typed.length > MAX_CHARS) return null;
  const { before, number, after } = looksLikeAmount.exec(typed)?.groups ?? {};
  if (number === undefined) return null;
  const bare = before === undefined && after === undefined;
  if (bare && /^\d+$/.test(number) && number.length > MAX_BARE_DIGITS) return null;
  if (/^[-−]/u.test(number)) return { ok: false, fault: 'negative' };
  if (/\.\d{3,}$/.test(number)) return { ok: false, fault: 'decimals' };
  const { yuan, decimals = '' } = wellFormed.exec(number)?.groups ?? {};
  if (yuan === undefined) return { ok: false, fault: 'malformed' };
  const fen = BigInt(yuan.replaceAll(',', '')) * 100n + BigInt(decimals.padEnd(2, '0'));
  if (fen === 0n) return { ok: false, fault: 'zero' };
  return fen > BigInt(MAX_FEN) ? { ok: false, fault: 'too_much' } : { ok: true, amountFen: Number(fen) };
};
