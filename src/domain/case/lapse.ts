import { type Calendar, addBusinessDays, addDays } from '../calendar.ts';
import type { Instant } from '../time.ts';
import type { CaseLimits } from './decide/context.ts';
import { changedOffer } from './evolve/pending.ts';
import type { Information } from './information.ts';
import { type Offer, openOffer } from './offer.ts';
import type { Case } from './state.ts';

/** How long a customer has to answer us. */
export type AnswerPeriods = Pick<CaseLimits, 'informationBusinessDays' | 'offerLapseDays'>;

const asked = ({ status, information }: Case): Information | null =>
  status === 'awaiting_customer' ? information : null;

const offered = ({ status, offers }: Case): Offer | null =>
  status === 'offered' ? (openOffer(offers) ?? null) : null;

/** Until when the customer may answer what we have asked or offered; null: nothing is open to them. */
export const lapsesAt = (kase: Case): Instant | null => (asked(kase) ?? offered(kase))?.lapsesAt ?? null;

/** The same date as this calendar has it, from the instant they were asked. */
export const lapsesAnew = (kase: Case, calendar: Calendar, periods: AnswerPeriods): Instant | null => {
  const information = asked(kase);
  if (information) return addBusinessDays(calendar, information.at, periods.informationBusinessDays).at;
  const offer = offered(kase);
  return offer && addDays(calendar, offer.at, periods.offerLapseDays).at;
};

export const withLapse = (kase: Case, at: Instant): Case => {
  const information = asked(kase);
  if (information) return { ...kase, information: { ...information, lapsesAt: at } };
  const offer = offered(kase);
  return offer ? { ...kase, offers: changedOffer(kase.offers, offer.id, { lapsesAt: at }) } : kase;
};
