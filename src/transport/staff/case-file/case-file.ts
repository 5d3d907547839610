import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import { formatYuan } from '../../../domain/money.ts';
import type { Language } from '../../../domain/reason.ts';
import { type Instant, chinaMinute } from '../../../domain/time.ts';
import { maskPersonal } from '../../../masking.ts';
import type { CaseFile } from '../../../usecases/case-file.ts';
import { paidParts, reasonLabel, statusText } from '../../../usecases/console-view.ts';
import { actorName } from './actors.ts';
import { byDay } from './by-day.ts';
import { decisionsOf } from './decisions.ts';
import { type CaseFileTexts, caseFileTexts } from './texts.ts';
import { spanOf, transcriptOf } from './transcript.ts';

/** Templates stay in `src`, wherever the program itself runs from. */
const folder = fileURLToPath(new URL('../../../../src/transport/staff/case-file/', import.meta.url));
const eta = new Eta({ views: folder, cache: true });
const css = readFileSync(join(folder, 'case-file.css'), 'utf8');

const UNKNOWN = '—';
const yuan = (amountFen: number | null): string => (amountFen === null ? UNKNOWN : formatYuan(amountFen));
const minute = (at: Instant | null): string => (at === null ? UNKNOWN : chinaMinute(at));

const amountsOf = ({ described: { kase, payerPaidFen } }: CaseFile, language: Language, t: CaseFileTexts) => [
  {
    name: t.paid,
    value: yuan(kase.order.paidFen),
    detail: paidParts(kase.order.paidFen, payerPaidFen, language),
  },
  { name: t.refunded, value: yuan(kase.refundedFen), detail: null },
];

const factsOf = ({ described: { kase } }: CaseFile, t: CaseFileTexts) => [
  { name: t.order, value: kase.order.description === '' ? UNKNOWN : kase.order.description, code: false },
  { name: t.orderNo, value: kase.order.outTradeNo, code: true },
  { name: t.bought, value: minute(kase.order.paidAt), code: false },
  { name: t.applied, value: minute(kase.openedAt), code: false },
  { name: t.customer, value: maskPersonal(kase.customer.openid), code: true },
  { name: t.policyVersion, value: kase.policyVersion, code: true },
];

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
    status: statusText(kase.status, language),
    amounts: amountsOf(file, language, t),
    facts: factsOf(file, t),
    reason: { label: reasonLabel(kase.reason.category, language), text: kase.reason.text },
    explanation,
    decisions: decisionsOf(file, language),
    timeline: byDay(timeline, ({ actor, text }) => ({ from: actor.kind, who: actorName(actor, t), text })),
    transcript: byDay(transcriptOf(file, t), (line) => line),
    span: spanOf(file, now, t),
    pictures: file.pictures.map((picture, i) => ({
      name: t.picture(i + 1),
      src: picture === null ? null : `data:${picture.contentType};base64,${picture.bytes.toString('base64')}`,
    })),
    policy: policyOf(file, language),
  });
};
