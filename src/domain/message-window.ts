import { HOUR_MS, type Instant, MINUTE_MS } from './time.ts';

/**
 * How many customer messages WeChat still lets us send: 5 within 48 h of a message from the customer,
 * 3 within a minute of a tap, follow or scan (official-account reference, "Sending").
 */
export interface MessageWindow {
  readonly closesAt: Instant;
  readonly left: number;
}

export const closedWindow: MessageWindow = { closesAt: 0, left: 0 };

export const afterUserMessage = (at: Instant): MessageWindow => ({ closesAt: at + 48 * HOUR_MS, left: 5 });

/** A tap never takes away what a message has already opened. */
export const afterTap = (window: MessageWindow, at: Instant): MessageWindow =>
  window.closesAt > at + MINUTE_MS && window.left > 0 ? window : { closesAt: at + MINUTE_MS, left: 3 };

export const canSend = (window: MessageWindow, at: Instant): boolean =>
  window.left > 0 && at < window.closesAt;

export const spend = (window: MessageWindow): MessageWindow => ({
  ...window,
  left: Math.max(0, window.left - 1),
});

/** WeChat said the window is shut (45015) or spent (45047): nothing more until the customer acts. */
export const shut = (window: MessageWindow): MessageWindow => ({ ...window, left: 0 });
