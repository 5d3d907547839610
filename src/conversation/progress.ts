import type { Case } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
import { countBytes, paragraphs } from './plain-text.ts';
import type { Texts } from './messages/texts.ts';
import { nextStep } from './next-step.ts';

/**
 * Where a customer's cases stand, newest first: as many as fit into `maxBytes` (always one), and a line
 * that says how many more there are.
 */
export const progressText = (
  cases: readonly Case[],
  texts: Texts,
  now: Instant,
  maxBytes: number,
): string => {
  if (cases.length === 0) return texts.cases.noCases;
  const newestFirst = cases.toSorted((a, b) => b.openedAt - a.openedAt);
  const head = cases.length === 1 ? '' : texts.cases.progressHead(cases.length);
  const render = (shown: number): string =>
    paragraphs(
      head,
      ...newestFirst.slice(0, shown).map((kase) => texts.cases.progress(kase, nextStep(kase, now), now)),
      shown < cases.length ? texts.cases.more(cases.length - shown) : '',
    );
  let fitting = render(1);
  for (let shown = 2; shown <= newestFirst.length; shown += 1) {
    const more = render(shown);
    if (countBytes(more) > maxBytes) break;
    fitting = more;
  }
  return fitting;
};
