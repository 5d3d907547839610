import { oneLine } from './plain-text.ts';
import { type NoticeField, noticeFieldNames } from './notice-fields.ts';

/** WeChat refuses an empty field (47003), and in a field of these kinds this too. */
const NOTHING = '-';
const kindsWithoutNothing: readonly string[] = [
  'letter',
  'number',
  'amount',
  'phrase',
  'time',
  'date',
  'const',
];

/** At most `max` UTF-16 units, the strictest way to count; never half a character. */
const short = (value: string, max: number): string => {
  for (let chars = max; chars > 0; chars -= 1) {
    const cut = oneLine(value, chars);
    if (cut.length <= max) return cut;
  }
  return '';
};

const ascii = (value: string): string => value.normalize('NFKC').replace(/[^\x20-\x7e]/g, '');

/** One currency symbol and at most ten digits; cents that are zero make room for a long amount. */
const amount = (value: string): string => {
  const plain = value.normalize('NFKC').replace(/[^\d.¥]/g, '');
  return plain.replace(/\D/g, '').length > 10 ? plain.replace(/\.00$/, '') : plain;
};

/** Where not even the mark of a cut is allowed. */
const firstChars = (value: string, max: number): string => Array.from(value).slice(0, max).join('');

/** A time must say the hour; a deadline is the end of its day. */
const time = (value: string): string =>
  value === '' || /\d{1,2}:\d{2}/.test(value) ? value : `${value} 23:59`;

/** How WeChat's kinds of fields may be filled (official-account reference, "Field limits"). */
const kinds: ReadonlyMap<string, (value: string) => string> = new Map([
  ['character_string', (value) => ascii(value).slice(0, 32)],
  ['letter', (value) => value.replace(/[^A-Za-z]/g, '').slice(0, 32)],
  ['number', (value) => value.replace(/\D/g, '').slice(0, 32)],
  ['amount', amount],
  ['phrase', (value) => firstChars(value.replace(/[^\p{Script=Han}]/gu, ''), 5)],
  ['name', (value) => firstChars(value, 10)],
  ['time', time],
  ['date', (value) => value],
  ['const', (value) => value],
]);

/** `thing`, and whatever kind WeChat adds: the strictest limit of those for free text. */
const thing = (value: string): string => short(value, 20);

/**
 * Fits a value to a field of a template message. `kind`: the field's name or the kind it begins with
 * (`thing2`, `thing`). A value that is missing becomes `-`, or null where WeChat would refuse that too.
 */
export const fitField = (kind: string, value: string): string | null => {
  const name = kind.replace(/\d+$/, '');
  const fit = kinds.get(name) ?? thing;
  const fitted = fit(oneLine(value, 200)).trim();
  if (fitted !== '') return fitted;
  return kindsWithoutNothing.includes(name) ? null : NOTHING;
};

const isNoticeField = (name: string): name is NoticeField => noticeFieldNames.some((known) => known === name);

/** What WeChat takes in Chinese characters only. */
const isChineseOnly = (field: string): boolean => field.replace(/\d+$/, '') === 'phrase';

/**
 * The `data` of a template message, as `settings.fields` (WeChat's field → our name) asks for it; null where there
 * is nothing to put into a field that must say something, such as the amount of an order nobody knows.
 * `inChinese`: the same values for the kinds of fields that hold nothing else.
 */
export const templateData = (
  settings: { readonly fields: Readonly<Record<string, string>> },
  values: Readonly<Record<NoticeField, string>>,
  inChinese: Readonly<Record<NoticeField, string>> = values,
): Record<string, { readonly value: string }> | null => {
  const data: Record<string, { readonly value: string }> = {};
  for (const [field, name] of Object.entries(settings.fields)) {
    const given = isChineseOnly(field) ? inChinese : values;
    const value = fitField(field, isNoticeField(name) ? given[name] : '');
    if (value === null) return null;
    data[field] = { value };
  }
  return data;
};
