import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import ts from 'typescript';

const HAN = /\p{Script=Han}/u;

/** The sandbox plays WeChat and speaks as WeChat does; its staff have names. */
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(ts|eta)$/.test(file) && !file.startsWith('sandbox'),
);

/** Where texts stand: files named after their language, and those called texts. */
const isOfTexts = (file: string): boolean => /(^|\/)(zh[\w-]*\.ts|zh\/.*|texts\.ts)$/.test(file);

/** What is not said but read: what customers and WeChat write, and what an operator copies into a file. */
const read = [
  'conversation/words.ts',
  'conversation/amount.ts',
  'conversation/understand.ts',
  'conversation/staff-chat/codes.ts',
  'conversation/staff-chat/understand.ts',
  'conversation/steps/choose-order.ts',
  'conversation/messages/en/accounts.ts',
  'transport/wechat/inbound.ts',
  'commands/holidays-command.ts',
];
/** What WeChat Pay reads in our refusals; a language by its own name. */
const others = [
  'transport/wechatpay/routes.ts',
  'transport/console/views/layout.eta',
  'transport/policy/layout.eta',
];

/** Every literal of a TypeScript file; a template's text without its comments. */
const literals = (file: string): readonly string[] => {
  const text = readFileSync(`src/${file}`, 'utf8');
  if (file.endsWith('.eta')) return [text.replace(/<%\/\*[\s\S]*?\*\/%>/g, '')];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
};

it('what the program says in Chinese stands in files of texts alone', () => {
  const speaking = files.filter((file) => literals(file).some((literal) => HAN.test(literal)));
  expect(speaking.filter((file) => !isOfTexts(file)).sort()).toEqual([...read, ...others].sort());
});

/** Two words of a sentence. */
const ENGLISH = /\b[A-Za-z]{2,} [a-z]{2,}\b/;
/** What the log alone says. */
const logged = ['transport/console/console.ts', 'transport/console/session.ts'];
const isOfEnglish = (file: string): boolean => /(^|\/)(en[\w-]*\.ts|en\/.*)$/.test(file);

it('what customers and staff read in English stands there too', () => {
  const speaking = files
    .filter((file) => /^(conversation|transport\/(console|policy))\//.test(file) && file.endsWith('.ts'))
    .filter((file) => literals(file).some((literal) => ENGLISH.test(literal)));
  expect(speaking.filter((file) => !isOfEnglish(file) && !isOfTexts(file)).sort()).toEqual(logged);
});
