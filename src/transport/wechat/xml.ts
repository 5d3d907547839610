import { Parser } from 'xml2js';
import { ok, refuse, type Result } from '../../domain/result.ts';

const MAX_DEPTH = 16;
const MAX_ELEMENTS = 256;

/** What XML 1.0 allows as a character, turned round; lone surrogates are among the forbidden. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const withoutForbidden = (text: string): string => text.replace(FORBIDDEN, '');

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/**
 * All that WeChat's messages are made of. Declarations, comments, attributes and processing instructions do not
 * match and so are refused. A CDATA section ends at the `]]>` that is followed by markup: WeChat has passed on a
 * customer's `]]>` as it was typed.
 */
const TOKEN =
  /<!\[CDATA\[(?<raw>[\s\S]*?)\]\]>(?=\s*<(?:\/|!\[CDATA\[))|<(?<close>\/?)[A-Za-z][A-Za-z0-9_]*\s*(?<empty>\/?)>|(?<text>[^<]+)/y;
const PROLOGUE = /^\uFEFF?\s*(?:<\?xml [^<>?]*\?>\s*)?/;

/** The document made well-formed, or null where it is something WeChat does not send or breaks a limit. */
const sanitized = (document: string): string | null => {
  const source = withoutForbidden(document.replace(PROLOGUE, '')).trimEnd();
  const pieces: string[] = [];
  let depth = 0;
  let elements = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    // A match sets `lastIndex`, a failure resets it: everything must be inside the one root.
    if (match?.groups === undefined || (depth === 0 && elements > 0)) return null;
    const { raw, text, close, empty } = match.groups;
    if (raw !== undefined) pieces.push(cdata(raw));
    else if (text !== undefined) pieces.push(text.replaceAll(']]>', ''));
    else {
      pieces.push(match[0]);
      if (close === '/') depth -= 1;
      else {
        elements += 1;
        if (empty !== '/') depth += 1;
      }
    }
    const outside = depth === 0 && elements === 0;
    if (outside || depth < 0 || depth > MAX_DEPTH || elements > MAX_ELEMENTS) return null;
  }
  return depth === 0 && elements > 0 ? pieces.join('') : null;
};

/**
 * Reads `<xml>…</xml>` as WeChat pushes it. Every value is a string, never a number (a MsgId has up to 20 digits);
 * an element with children is an object, one that occurs again an array. The length is bounded by the caller.
 */
export const parseXml = async (document: string): Promise<Result<unknown, 'malformed_xml'>> => {
  const clean = sanitized(document);
  if (clean === null) return refuse('malformed_xml');
  const parser = new Parser({ explicitArray: false, explicitRoot: true });
  try {
    const parsed: unknown = await parser.parseStringPromise(clean);
    return ok(parsed);
  } catch {
    return refuse('malformed_xml');
  }
};

/** Writes a reply as WeChat's own examples are written: one level, every text in CDATA, every number bare. */
export const buildXml = (fields: Readonly<Record<string, string | number>>): string => {
  const elements = Object.entries(fields).map(([name, value]) => {
    const content = typeof value === 'number' ? String(value) : cdata(withoutForbidden(value));
    return `<${name}>${content}</${name}>`;
  });
  return `<xml>${elements.join('')}</xml>`;
};
