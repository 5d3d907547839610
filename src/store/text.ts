/**
 * Identifiers (ids, keys, facets, orders) may hold whatever a customer typed: NUL, which engines cut text at,
 * and halves of surrogate pairs, which they all turn into the same U+FFFD, so that two would become one. Both
 * are escaped behind a backslash. Nothing is lost, different texts stay different, and texts without these
 * characters keep their order (by code point, which is the order of UTF-8 bytes).
 */
const UNSAFE = /[\\\0]|\p{Surrogate}/gu;
const ESCAPED = /\\(\\|[0-9a-f]{4})/g;

export const encodeText = (text: string): string =>
  text.replace(UNSAFE, (character) =>
    character === '\\' ? '\\\\' : `\\${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export const decodeText = (text: string): string =>
  text.replace(ESCAPED, (_escape, code: string) =>
    code === '\\' ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  );

/** The order both engines sort text in; JavaScript's own differs beyond U+FFFF. */
export const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
