import type { Notice } from '../domain/case/notice.ts';
import type { Case } from '../domain/case/state.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { Texts } from './messages/texts.ts';
import type { Language } from '../domain/reason.ts';
import { textsFor } from './messages/texts-for.ts';
import { paidOut } from './next-step.ts';
import { REPLY_MAX_BYTES, clean, countBytes, fitBytes, oneLine } from './plain-text.ts';

export { noticeFields, noticeFieldNames, type NoticeField } from './notice-fields.ts';
export { fitField, templateData } from './template-data.ts';

export interface NoticeContext {
  /** The version the case is pinned to, with its placeholders filled. */
  readonly policy: Policy;
  /** `https://shop.example`, no slash at the end. */
  readonly publicUrl: string;
}

/** About as much text in each: one Chinese character says what two or three letters do. */
const CLAUSE_MAX_CHARS: Readonly<Record<Language, number>> = { zh: 60, en: 150 };

/** Writes a text around what staff have added, which gets the room that is left. */
const around = (message: string | null, write: (message: string) => string): string => {
  const added = clean(message ?? '').trim();
  const room = REPLY_MAX_BYTES - countBytes(write('-'));
  return write(added === '' ? '' : fitBytes(added, Math.max(room, 0)));
};

const clauseTexts = (
  ids: readonly string[],
  policy: Policy,
  language: Language,
): { id: string; text: string }[] => {
  const clauses = policy.sections.flatMap((section) => section.clauses);
  return ids.map((id) => {
    const text = clauses.find((clause) => clause.id === id)?.text[language] ?? '';
    return { id, text: oneLine(text, CLAUSE_MAX_CHARS[language]) };
  });
};

const result = (
  kase: Case,
  notice: Notice,
  context: NoticeContext,
  { language, notices: texts }: Texts,
): string => {
  const { approval, rejection } = kase;
  if (notice.outcome === 'approved' && approval !== null)
    return around(approval.message, (message) => texts.approved(kase, approval.amountFen, message));
  if (notice.outcome === 'rejected' && rejection !== null)
    return around(rejection.message, (message) =>
      texts.rejected(kase, {
        clauses: clauseTexts(rejection.clauses, context.policy, language),
        message,
        appealBy: rejection.appealBy,
        contact: context.policy.contact,
        url: `${context.publicUrl}/policy/${kase.policyVersion}`,
      }),
    );
  return texts.movedOn(kase);
};

const write = (kase: Case, notice: Notice, context: NoticeContext, texts: Texts): string => {
  switch (notice.kind) {
    case 'received':
      return texts.notices.received(kase);
    case 'result':
      return result(kase, notice, context, texts);
    case 'refunded':
      return texts.notices.refunded(kase, paidOut(kase));
  }
};

/** A notice as a customer message. */
export const noticeText = (kase: Case, notice: Notice, context: NoticeContext): string =>
  fitBytes(clean(write(kase, notice, context, textsFor(kase.language))), REPLY_MAX_BYTES);
