const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 400 * 86_400_000;

/** `3d` → milliseconds; null: not a whole number of s, m, h or d, none at all, or over 400 days. */
export function durationMs(text: string): number | null {
  const match = /^(\d{1,8})([smhd])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (match?.[1] === undefined || unit === undefined) return null;
  const ms = Number(match[1]) * unit;
  return ms > 0 && ms <= LONGEST_MS ? ms : null;
}
