import { type Result, ok, refuse } from '../../domain/result.ts';
import { amountIn } from '../../usecases/console-view.ts';

/** What an amount typed into a form can be refused for. */
export const amountFaults = [
  'amount_missing',
  'amount_malformed',
  'amount_zero',
  'amount_negative',
  'amount_decimals',
  'amount_too_much',
] as const;
export type AmountFault = (typeof amountFaults)[number];

/** An amount as people type it, in yuan; in fen. */
export const readYuan = (typed: string): Result<number, AmountFault> => {
  const text = typed.trim();
  if (text === '') return refuse('amount_missing');
  const amount = amountIn(text);
  if (amount === null) return refuse('amount_malformed');
  return amount.ok ? ok(amount.amountFen) : refuse(`amount_${amount.fault}`);
};
