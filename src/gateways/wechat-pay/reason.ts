/** WeChat Pay's limit; shown to the payer in the refund notice. */
const REASON_MAX_CHARS = 80;

/**
 * A reason as WeChat Pay takes it: no 4-byte UTF-8 (emoji), no control characters, at most 80 characters.
 * The same text always gives the same bytes, for a repeated request must be the same request. May be empty.
 */
export const cleanReason = (text: string): string =>
  text
    .replace(/[\u{10000}-\u{10FFFF}\p{Cs}\uFE0F\u200D]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, REASON_MAX_CHARS)
    .trimEnd();
