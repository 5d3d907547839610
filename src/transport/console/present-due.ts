import type { Instant } from '../../domain/time.ts';
import type { Due } from '../../usecases/console-view.ts';
import { daysBetween } from './texts/dates.ts';
import type { ConsoleTexts } from './texts/texts.ts';

/** How pressing a date is; never by colour alone, the words say it too. */
export const presentDue = (due: Due | null, texts: ConsoleTexts, now: Instant) => {
  if (due === null) return null;
  const days = daysBetween(now, due.by);
  const late = now > due.by && due.kind !== 'appeal';
  const soon = days <= 1 && due.kind !== 'appeal';
  return {
    words: texts.due(due, now),
    on: texts.day(due.by),
    urgency: late ? 'late' : soon ? 'soon' : 'calm',
  };
};
