import type { Appeal } from '../../domain/case/appeal.ts';
import type { Case } from '../../domain/case/state.ts';
import { formatYuan } from '../../domain/money.ts';
import { whoHadPart } from '../../usecases/console-view.ts';
import type { CaseDescription } from '../../usecases/describe-case.ts';
import type { ConsoleTexts } from './texts/texts.ts';

/** One matter between us and the customer: what it is, how it stands, in what words. */
interface Card {
  readonly id: string;
  readonly title: string;
  readonly lead: string | null;
  readonly lines: readonly string[];
  /** How an amount comes about, a line each. */
  readonly calculation: readonly string[];
  /** Somebody's own words. */
  readonly quote: string | null;
  readonly hints: readonly string[];
  readonly isOpen: boolean;
}

const signed = (by: string, at: string): string => `${by} · ${at}`;

const informationCard = (
  { information, status }: Case,
  { standing, ...texts }: ConsoleTexts,
): Card | null => {
  if (information === null) return null;
  const { message, by, at, lapsesAt, answeredAt } = information;
  const isOpen = status === 'awaiting_customer';
  const end =
    answeredAt === null
      ? standing.answerBy(texts.day(lapsesAt))
      : standing.answered(texts.minute(answeredAt));
  return {
    id: 'information',
    title: standing.information,
    lead: null,
    lines: isOpen || answeredAt !== null ? [end] : [],
    calculation: [],
    quote: message,
    hints: [signed(by, texts.minute(at))],
    isOpen,
  };
};

const offerCard = (
  { kase, offerLines }: CaseDescription,
  { standing, ...texts }: ConsoleTexts,
): Card | null => {
  const offer = kase.offers.at(-1);
  if (!offer) return null;
  const isOpen = offer.state === 'open';
  return {
    id: 'offer',
    title: `${standing.offer} ${String(kase.offers.length)}`,
    lead: formatYuan(offer.amountFen),
    lines: [
      standing.offerStates[offer.state],
      ...(offer.counterFen === null ? [] : [standing.counter(formatYuan(offer.counterFen))]),
      ...(isOpen ? [standing.lapses(texts.day(offer.lapsesAt))] : []),
    ],
    calculation: offerLines,
    quote: offer.message,
    hints: [signed(offer.by, texts.minute(offer.at)), texts.labelled(texts.kase.note, offer.note)],
    isOpen,
  };
};

const againstOf = ({ offers }: Case, { against }: Appeal, { standing }: ConsoleTexts): string => {
  if (against.startsWith('rejection-')) return standing.againstRejection;
  const offer = offers.find(({ id }) => id === against);
  return offer ? standing.againstOffer(formatYuan(offer.amountFen)) : standing.againstMissed;
};

const appealCard = (kase: Case, texts: ConsoleTexts): Card | null => {
  const appeal = kase.appeals.at(-1);
  if (!appeal) return null;
  const { standing } = texts;
  const isOpen = appeal.outcome === null;
  const barred = [...whoHadPart(kase, appeal)];
  const decided =
    appeal.by !== null && appeal.decidedAt !== null
      ? [signed(appeal.by, texts.minute(appeal.decidedAt))]
      : [];
  return {
    id: 'appeal',
    title: standing.appeal,
    lead: appeal.outcome === null ? null : standing.outcomes[appeal.outcome],
    lines: [
      againstOf(kase, appeal, texts),
      ...(isOpen ? [standing.decideBy(texts.day(kase.deadlines.reviewBy))] : []),
      ...(isOpen && barred.length > 0 ? [standing.notBy(barred.join('、'))] : []),
    ],
    calculation: [],
    quote: appeal.text,
    hints: [
      standing.appealed(texts.minute(appeal.at)),
      ...decided,
      ...(appeal.note === null ? [] : [texts.labelled(texts.kase.note, appeal.note)]),
      ...(appeal.message === null ? [] : [texts.labelled(texts.kase.message, appeal.message)]),
    ],
    isOpen,
  };
};

const settlementCard = ({ settlement }: Case, { standing, ...texts }: ConsoleTexts): Card | null =>
  settlement && {
    id: 'settlement',
    title: standing.settlement,
    lead: null,
    lines: [texts.labelled(texts.actions.proof, settlement.proof)],
    calculation: [],
    quote: null,
    hints: [
      texts.labelled(texts.kase.note, settlement.note),
      signed(settlement.by, texts.minute(settlement.at)),
    ],
    isOpen: false,
  };

/** What stands between us and the customer; what waits for an answer first. */
export const presentStanding = (described: CaseDescription, texts: ConsoleTexts): readonly Card[] =>
  [
    appealCard(described.kase, texts),
    offerCard(described, texts),
    informationCard(described.kase, texts),
    settlementCard(described.kase, texts),
  ]
    .filter((card) => card !== null)
    .toSorted((one, other) => Number(other.isOpen) - Number(one.isOpen));
