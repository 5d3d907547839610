/** How personal data and secrets are written where people other than their owner may read them. */

const SHOWN_START = 4;
const SHOWN_END = 2;
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;

/** `oABC…9z`: enough to compare two lines of a log, too little to address anyone. Short values vanish whole. */
export const maskPersonal = (value: string): string =>
  value.length <= SHOWN_START + SHOWN_END + 2
    ? '***'
    : `${value.slice(0, SHOWN_START)}…${value.slice(-SHOWN_END)}`;

const SECRET = '[secret]';
const secretName =
  /token|secret|password|passphrase|authorization|cookie|privatekey|apiv?3key|aeskey|signature|credential/;
const personalName =
  /openid|unionid|phone|mobile|e?mail|account|realname|fromusername|tousername|touser|idcard|customerid/;

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** What may hide inside a sentence, a URL or an error's message. */
const inText: readonly [RegExp, (found: string, start: string) => string][] = [
  [
    /((?:access_token|token|secret|signature|password|api_?key|js_code)=)[^&\s"']+/gi,
    (_, start) => start + SECRET,
  ],
  [/(Bearer\s+)[\w.~+/=-]{8,}/gi, (_, start) => start + SECRET],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, maskPersonal],
  [/(?<![\w-])o[A-Za-z0-9_-]{27}(?![\w-])/g, maskPersonal],
  [/(?<!\w)1[3-9]\d{9}(?!\w)/g, maskPersonal],
];

/** Free text with what looks like a secret or personal data masked. */
export const maskText = (text: string): string =>
  inText.reduce((masked, [pattern, replace]) => masked.replace(pattern, replace), text);

const maskNamed = (value: unknown): unknown => {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  return typeof value === 'string' ? maskPersonal(value) : '***';
};

const maskError = (error: Error, depth: number): Record<string, unknown> => ({
  ...maskEntries(Object.entries(error), depth),
  type: error.name,
  message: maskText(error.message),
  stack: maskText(error.stack ?? ''),
  ...(error.cause === undefined ? {} : { cause: maskValue(error.cause, depth + 1) }),
});

const maskValue = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[too deep]';
  if (value instanceof Error) return maskError(value, depth);
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => maskValue(item, depth + 1));
  return maskEntries(Object.entries(value), depth);
};

const maskEntries = (entries: readonly [string, unknown][], depth: number): Record<string, unknown> =>
  Object.fromEntries(
    entries.map(([name, value]) => {
      const plain = plainName(name);
      if (secretName.test(plain)) return [name, value === null || value === undefined ? value : SECRET];
      if (personalName.test(plain) && typeof value !== 'object') return [name, maskNamed(value)];
      return [name, maskValue(value, depth + 1)];
    }),
  );

/** The fields of a log line, at any reasonable depth: secrets never, personal data masked, bytes left out. */
export const maskFields = (fields: object): Record<string, unknown> =>
  maskEntries(fields instanceof Error ? [['err', fields]] : Object.entries(fields), 0);
