import type { Phone } from '../world/schema.ts';

/** How many customer messages an account may send: 5 within 48 h of a message, 3 within a minute of a tap. */
const AFTER_MESSAGE = { ms: 48 * 3_600_000, messages: 5 };
const AFTER_TAP = { ms: 60_000, messages: 3 };

export const noAllowance = (): Phone['afterMessage'] => ({ until: 0, left: 0 });

export function grantAfterMessage(phone: Phone, at: number): void {
  phone.afterMessage = { until: at + AFTER_MESSAGE.ms, left: AFTER_MESSAGE.messages };
}

export function grantAfterTap(phone: Phone, at: number): void {
  phone.afterTap = { until: at + AFTER_TAP.ms, left: AFTER_TAP.messages };
}

/** `closed`: nothing has opened it lately (45015). `spent`: open, but used up (45047). */
export function takeAllowance(phone: Phone, at: number): 'taken' | 'closed' | 'spent' {
  const open = [phone.afterTap, phone.afterMessage].filter((allowance) => at < allowance.until);
  if (!phone.subscribed || open.length === 0) return 'closed';
  const usable = open.find((allowance) => allowance.left > 0);
  if (usable === undefined) return 'spent';
  usable.left -= 1;
  return 'taken';
}

export function windowOf(phone: Phone, at: number): { left: number; closesAt: number | null } {
  const usable = phone.subscribed
    ? [phone.afterTap, phone.afterMessage].filter((allowance) => at < allowance.until && allowance.left > 0)
    : [];
  if (usable.length === 0) return { left: 0, closesAt: null };
  return {
    left: usable.reduce((sum, allowance) => sum + allowance.left, 0),
    closesAt: Math.max(...usable.map((allowance) => allowance.until)),
  };
}
