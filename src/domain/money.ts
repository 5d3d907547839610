import { z } from 'zod';

/** An amount in fen: a whole number, never negative, at most what WeChat Pay can name. */
export const MAX_FEN = 1_000_000_000_00;
export const fenSchema = z.int().min(0).max(MAX_FEN);
export const positiveFenSchema = z.int().min(1).max(MAX_FEN);

/** `¥12.30` */
export const formatYuan = (amountFen: number): string => `¥${yuanDigits(amountFen)}`;

/** `12.30`, from integers alone: no float ever holds an amount. */
export const yuanDigits = (amountFen: number): string => {
  const sign = amountFen < 0 ? '-' : '';
  const digits = String(Math.abs(amountFen)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
