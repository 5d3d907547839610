import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { Actor } from '../../../domain/case/actor.ts';
import type { Case } from '../../../domain/case/state.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { Language } from '../../../domain/reason.ts';
import { type Instant, chinaMinute } from '../../../domain/time.ts';
import { maskPersonal } from '../../../masking.ts';
import type { CaseFile } from '../../../usecases/case-file.ts';
import { reasonLabel, statusText } from '../../../usecases/console-view.ts';
import { type CaseFileTexts, caseFileTexts } from './texts.ts';

/** Templates stay in `src`, wherever the program itself runs from. */
const folder = fileURLToPath(new URL('../../../../src/transport/staff/case-file/', import.meta.url));
const eta = new Eta({ views: folder, cache: true });
const css = readFileSync(join(folder, 'case-file.css'), 'utf8');

const yuan = (amountFen: number | null): string => (amountFen === null ? '—' : formatYuan(amountFen));

const factsOf = (kase: Case, language: Language, t: CaseFileTexts) => [
  { name: t.status, value: statusText(kase.status, language) },
  { name: t.order, value: `${kase.order.description} ${kase.order.outTradeNo}`.trim() },
  { name: t.paid, value: yuan(kase.order.paidFen) },
  { name: t.refunded, value: yuan(kase.refundedFen) },
  { name: t.customer, value: maskPersonal(kase.customer.openid) },
];

/** What was decided, by which clause, and what the customer was told. */
const decisionsOf = ({ described: { kase, offerLines } }: CaseFile, t: CaseFileTexts) => {
  const { rejection, approval } = kase;
  const offer = kase.offers.at(-1);
  const appeal = kase.appeals.at(-1);
  const clauses = (ids: readonly string[]): string => `${t.clauses} ${ids.join(' ')}`;
  const said = (message: string | null): string[] => (message === null ? [] : [message]);
  return [
    ...(rejection ? [[rejection.at, [clauses(rejection.clauses), rejection.message]] as const] : []),
    ...(approval ? [[approval.at, [yuan(approval.amountFen), ...said(approval.message)]] as const] : []),
    ...(offer
      ? [[offer.at, [`${t.offer} ${yuan(offer.amountFen)}`, ...offerLines, ...said(offer.message)]] as const]
      : []),
    ...(appeal?.decidedAt == null
      ? []
      : [
          [
            appeal.decidedAt,
            [t.appeal, ...(appeal.clauses ? [clauses(appeal.clauses)] : []), ...said(appeal.message)],
          ] as const,
        ]),
  ]
    .toSorted(([one], [other]) => one - other)
    .map(([at, lines]) => ({ name: chinaMinute(at), lines }));
};

/** What the customer said, and what we answered in the same turn or sent of ourselves, a line each. */
const transcriptOf = ({ transcript }: CaseFile, t: CaseFileTexts) =>
  transcript.flatMap(({ at, direction, type, text, reply }) => {
    const line = (from: 'customer' | 'desk', words: string) => ({
      at: chinaMinute(at),
      from,
      who: from === 'desk' ? t.desk : t.customerSays,
      text: words,
    });
    return [
      line(direction === 'in' ? 'customer' : 'desk', type === 'image' ? t.picture : text),
      ...(reply?.type === 'text' ? [line('desk', reply.text)] : []),
    ];
  });

const actorOf = (actor: Actor, t: CaseFileTexts): string => {
  if (actor.kind === 'customer') return t.customerSays;
  return actor.kind === 'staff' ? actor.name : t.desk;
};

const policyOf = ({ policy }: CaseFile, language: Language) => ({
  version: policy.version,
  title: policy.title[language],
  sections: policy.sections.map(({ id, title, text, clauses }) => ({
    id,
    title: title[language],
    text: text?.[language] ?? null,
    clauses: clauses.map((clause) => ({ id: clause.id, text: clause.text[language] })),
  })),
});

/** The file as one HTML page that needs nothing else: it can be kept, printed and sent. */
export const renderCaseFile = (file: CaseFile, language: Language, now: Instant): string => {
  const t = caseFileTexts[language];
  const { kase, explanation, timeline } = file.described;
  return eta.render('./case-file', {
    t,
    css,
    htmlLang: language === 'zh' ? 'zh-CN' : 'en',
    caseNo: kase.caseNo,
    made: chinaMinute(now),
    facts: factsOf(kase, language, t),
    reason: { label: reasonLabel(kase.reason.category, language), text: kase.reason.text },
    explanation,
    decisions: decisionsOf(file, t),
    timeline: timeline.map(({ at, actor, text }) => ({
      at: chinaMinute(at),
      actor: actorOf(actor, t),
      text,
    })),
    transcript: transcriptOf(file, t),
    pictures: file.pictures.map((picture, i) => ({
      name: `${t.picture} ${String(i + 1)}`,
      src: picture === null ? null : `data:${picture.contentType};base64,${picture.bytes.toString('base64')}`,
    })),
    policy: policyOf(file, language),
  });
};
