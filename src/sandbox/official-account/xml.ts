/** The little XML that WeChat's message push speaks. */
export interface XmlNode {
  readonly name: string;
  /** Its own text, CDATA and entities resolved. */
  readonly text: string;
  readonly children: readonly XmlNode[];
}

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Numbers stand bare, texts in CDATA, as WeChat writes them. Control characters go out as they came in. */
export function buildXml(fields: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(fields).map(
    ([name, value]) => `<${name}>${typeof value === 'number' ? String(value) : cdata(value)}</${name}>\n`,
  );
  return `<xml>${lines.join('')}</xml>`;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** What XML 1.0 does not allow at all. */
const FORBIDDEN = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]/u;
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);/g;

const resolve = (entity: string): string => {
  const name = entity.slice(1, -1);
  if (!name.startsWith('#')) return ENTITIES[name] ?? '';
  const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
};

/** null: an ampersand that begins no entity. */
const unescape = (text: string): string | null =>
  text.replace(ENTITY, '').includes('&') ? null : text.replace(ENTITY, resolve);

interface Parsed {
  readonly node: XmlNode;
  readonly end: number;
}

const OPEN = /<([A-Za-z_][\w.-]*)>/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const TEXT = /[^<]+/y;

const matchAt = (pattern: RegExp, source: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

function parseNode(source: string, start: number, depth: number): Parsed | null {
  const open = matchAt(OPEN, source, start);
  const name = open?.[1];
  if (open === null || name === undefined || depth > 8) return null;
  const children: XmlNode[] = [];
  let text = '';
  let at = start + open[0].length;
  for (;;) {
    const close = `</${name}>`;
    if (source.startsWith(close, at)) return { node: { name, text, children }, end: at + close.length };
    const section = matchAt(CDATA, source, at);
    const plain = section === null ? matchAt(TEXT, source, at) : null;
    if (section !== null) {
      text += section[1] ?? '';
      at += section[0].length;
    } else if (plain !== null) {
      const resolved = unescape(plain[0]);
      if (resolved === null || resolved.includes(']]>')) return null;
      text += resolved;
      at += plain[0].length;
    } else {
      const child = parseNode(source, at, depth + 1);
      if (child === null) return null;
      children.push(child.node);
      at = child.end;
    }
  }
}

/** One well-formed element without attributes; null: it is not. */
export function parseXml(source: string): XmlNode | null {
  const trimmed = source.replace(/^\s*(?:<\?xml[^?]*\?>)?\s*/, '').trimEnd();
  if (FORBIDDEN.test(trimmed)) return null;
  const parsed = parseNode(trimmed, 0, 0);
  return parsed !== null && parsed.end === trimmed.length ? parsed.node : null;
}

export const childText = (node: XmlNode, name: string): string | null =>
  node.children.find((child) => child.name === name)?.text ?? null;
