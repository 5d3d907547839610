import type { Alert, AlertKind } from '../../domain/alerts/alert.ts';
import type { Language } from '../../domain/reason.ts';
import type { Instant } from '../../domain/time.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** What waits for us, and what we are about to miss. */
export type OurTurn = Extract<
  Alert,
  {
    readonly kind:
      | 'person_overdue'
      | 'person_not_reached'
      | 'shop_not_told'
      | 'refund_due_soon'
      | 'review_due_soon'
      | 'person_due_soon'
      | 'appeal_filed'
      | 'second_approval_waits'
      | 'customer_answered'
      | 'person_waits';
  }
>;

/** What alerts and incidents say to staff, in one language. */
export interface AlertTexts {
  /** One line, and what to do about it; a digest: several. */
  text(alert: Alert): string;
  /** What an alert is called where there is no room for it. */
  readonly names: Readonly<Record<AlertKind, string>>;
  /** Stands behind the text of what happened more than once before anyone was told. */
  severalTimes(times: number): string;
  /** Stands behind the text of what has been told before. */
  again(times: number, toldAt: Instant): string;
  title(alerts: number): string;
  /** What is not told one by one. */
  more(count: number, byName: readonly { readonly name: string; readonly count: number }[]): string;
  /** Where the console is. */
  where(url: string): string;
}

const texts: Readonly<Record<Language, AlertTexts>> = { zh, en };

export const alertTexts = (language: Language): AlertTexts => texts[language];

export const alertText = (alert: Alert, language: Language): string => texts[language].text(alert);
