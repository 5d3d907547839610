import { type Instant, chinaDate, chinaMinute } from '../../../domain/time.ts';

export interface Day<Line> {
  readonly day: string;
  readonly lines: readonly (Line & { readonly time: string })[];
}

/** Lines in the order they came, under the days in China they fall on. */
export const byDay = <Entry extends { readonly at: Instant }, Line extends object>(
  entries: readonly Entry[],
  lineOf: (entry: Entry) => Line,
): readonly Day<Line>[] => {
  const days = new Map<string, (Line & { readonly time: string })[]>();
  for (const entry of entries) {
    const day = chinaDate(entry.at);
    const lines = days.get(day) ?? [];
    lines.push({ ...lineOf(entry), time: chinaMinute(entry.at).slice(-'HH:mm'.length) });
    days.set(day, lines);
  }
  return [...days].map(([day, lines]) => ({ day, lines }));
};
