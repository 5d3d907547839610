import { type Alert, type AlertKind, urgency } from '../../domain/alerts/alert.ts';
import type { News } from '../../domain/alerts/record.ts';
import type { Language } from '../../domain/reason.ts';
import { maskText } from '../../masking.ts';
import { clean } from '../plain-text.ts';
import { type AlertTexts, alertTexts } from './texts.ts';

/** More than this nobody reads; the rest is counted. */
export const MAX_TOLD = 20;

/** One message to staff; the channel gives it its form. */
export interface AlertMessage {
  readonly title: string;
  readonly lines: readonly string[];
}

const textOf = ({ alert, times, toldAt }: News, texts: AlertTexts): string => {
  const text = texts.text(alert);
  if (toldAt !== null) return `${text}${texts.again(times, toldAt)}`;
  return times > 1 ? `${text}${texts.severalTimes(times)}` : text;
};

const byUrgency = (left: News, right: News): number =>
  urgency(left.alert) - urgency(right.alert) || left.at - right.at;

/** How many of each kind, in the order in which they come. */
const byName = (alerts: readonly Alert[], names: Readonly<Record<AlertKind, string>>) => {
  const counts = new Map<string, number>();
  for (const { kind } of alerts) counts.set(names[kind], (counts.get(names[kind]) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count }));
};

/**
 * Everything there is to tell in one message: the most urgent first, at most MAX_TOLD of them and as many as fit, and
 * how many more there are of what. They leave the house, so that what looks like a customer in a fault's words is masked.
 * @param fits whether the channel can carry a message
 */
export const composeAlerts = (
  news: readonly News[],
  { language, consoleUrl }: { readonly language: Language; readonly consoleUrl: string },
  fits: (message: AlertMessage) => boolean,
): AlertMessage => {
  const texts = alertTexts(language);
  const sorted = [...news].sort(byUrgency);
  const message = (told: number): AlertMessage => {
    const rest = sorted.slice(told).map(({ alert }) => alert);
    const lines = [
      ...sorted.slice(0, told).flatMap((each) => clean(maskText(textOf(each, texts))).split('\n')),
      ...(rest.length === 0 ? [] : [texts.more(rest.length, byName(rest, texts.names))]),
      texts.where(consoleUrl),
    ];
    return { title: texts.title(news.length), lines };
  };
  for (let told = Math.min(MAX_TOLD, sorted.length); told > 0; told -= 1)
    if (fits(message(told))) return message(told);
  return message(0);
};
