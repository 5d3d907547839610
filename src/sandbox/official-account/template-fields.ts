/** Templates as an account has them approved, and what may stand in their fields. */
export interface TemplateDefinition {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly TemplateField[];
}

export interface TemplateField {
  /** A type and a number, e.g. `thing1`: the type says what may stand there. */
  readonly key: string;
  readonly label: string;
  /** For `const…`: the approved values. */
  readonly values?: readonly string[];
}

const length = (value: string): number => Array.from(value).length;

/** By type, whether a value may stand there (WeChat: 模板消息 / 订阅消息 参数值内容限制). */
const RULES: Readonly<Record<string, (value: string) => boolean>> = {
  thing: (value) => length(value) <= 20,
  character_string: (value) => /^[\x21-\x7e]{1,32}$/.test(value),
  number: (value) => /^\d{1,32}(?:\.\d+)?$/.test(value),
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => length(value) <= 5,
  amount: (value) => /^(?:[¥￥$€£]?\d{1,10}(?:\.\d{1,2})?元?)$/.test(value),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
  name: (value) => length(value) <= 10,
  time: (value) =>
    /^(?:(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}) ?)?(?:\d{1,2}:\d{2}(?::\d{2})?)?$/.test(value),
  date: (value) =>
    /^(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})(?: \d{1,2}:\d{2}(?::\d{2})?)?$/.test(value),
};

const CONTROL = /\p{Cc}/u;

/** Whether WeChat would take `value` for `field`. */
export function fits(field: TemplateField, value: string): boolean {
  if (value.trim() === '' || CONTROL.test(value)) return false;
  const type = field.key.replace(/\d+$/, '');
  if (type === 'const') return field.values?.includes(value) ?? false;
  return RULES[type]?.(value) ?? false;
}
