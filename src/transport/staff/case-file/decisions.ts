import type { CaseEvent } from '../../../domain/case/events.ts';
import type { Language } from '../../../domain/reason.ts';
import { chinaMinute } from '../../../domain/time.ts';
import type { CaseFile } from '../../../usecases/case-file.ts';
import { offerLines } from '../../../usecases/console-view.ts';
import { actorName } from './actors.ts';
import { type CaseFileTexts, caseFileTexts } from './texts.ts';

/** One decision, or one answer to it, with everything that was said of it. */
export interface Decision {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  /** How an amount comes about, a line each. */
  readonly calculation: readonly string[];
  readonly clauses: readonly { readonly id: string; readonly text: string }[];
  /** In full, as they were written. */
  readonly words: { readonly from: 'customer' | 'desk'; readonly who: string; readonly text: string } | null;
}

interface Details {
  /** Instead of the line of the timeline, which shortens what was said. */
  readonly title?: string;
  readonly calculation?: readonly string[];
  readonly clauses?: readonly string[];
  readonly ours?: string | null;
  readonly theirs?: string | null;
}

const appealTitle = (against: string, { appealed }: CaseFileTexts): string => {
  if (against === 'missed_review') return appealed.missed;
  return against.startsWith('offer-') ? appealed.offer : appealed.rejection;
};

/** What an event adds to its line of the timeline; null: it is no decision, and no answer to one. */
const detailsOf = (event: CaseEvent, language: Language): Details | null => {
  const t = caseFileTexts[language];
  switch (event.type) {
    case 'Approved':
    case 'OfferEnded':
    case 'AppealDecided':
      return { ours: event.message };
    case 'OfferMade':
      return { calculation: offerLines(event.lines, language), ours: event.message };
    case 'Rejected':
      return { clauses: event.clauses, ours: event.message };
    case 'AppealUpheld':
      return { clauses: event.clauses };
    case 'AppealFiled':
      return { title: appealTitle(event.against, t), theirs: event.text };
    case 'InformationRequested':
      return { title: t.informationRequested, ours: event.message };
    case 'InformationGiven':
    case 'InformationAdded':
    case 'Reopened':
      return { title: t.informationGiven(event.given.evidence.length), theirs: event.given.text };
    case 'StaffReplied':
      return { title: t.replied, ours: event.text };
    case 'OfferAccepted':
    case 'SecondApproved':
    case 'SecondDeclined':
    case 'ApprovalVoided':
    case 'PayoutRefused':
    case 'SettledOutside':
    case 'Withdrawn':
      return {};
    default:
      return null;
  }
};

/** What a supervisor decides on an appeal carries the words of the appeal's own answer once more. */
const repeatsWords = (event: CaseEvent, before: CaseEvent | undefined): boolean =>
  before?.type === 'AppealDecided' && 'message' in event && event.message === before.message;

const clausesOf = ({ policy }: CaseFile, ids: readonly string[], language: Language) => {
  const clauses = policy.sections.flatMap((section) => section.clauses);
  const textOf = (id: string) => clauses.find((clause) => clause.id === id)?.text[language] ?? '';
  // In the policy a clause is one of a list, and ends as such.
  return ids.map((id) => ({ id, text: textOf(id).replace(/[；;]$/, '') }));
};

const wordsOf = ({ ours, theirs }: Details, t: CaseFileTexts): Decision['words'] => {
  if (theirs != null) return { from: 'customer', who: t.customerSays, text: theirs };
  return ours == null || ours === '' ? null : { from: 'desk', who: t.toldCustomer, text: ours };
};

/** Everything that was decided, offered, appealed and answered in the case, first to last; nothing is left out. */
export const decisionsOf = (file: CaseFile, language: Language): readonly Decision[] => {
  const t = caseFileTexts[language];
  const { kase, timeline } = file.described;
  const events = kase.timeline.map(({ event }) => event);
  return events.flatMap((event, i) => {
    const [line, details] = [timeline[i], detailsOf(event, language)];
    if (!line || !details) return [];
    const { title = line.text, calculation = [], clauses = [] } = details;
    return [
      {
        at: chinaMinute(line.at),
        who: actorName(line.actor, t),
        what: title,
        calculation,
        clauses: clausesOf(file, clauses, language),
        words: repeatsWords(event, events[i - 1]) ? null : wordsOf(details, t),
      },
    ];
  });
};
