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

type Told = Pick<Notice, 'kind' | 'outcome' | 'text'>;

/** What a text is written with. */
interface Writing extends NoticeContext {
  readonly texts: Texts;
  /** Infinity: whatever it takes. */
  readonly maxBytes: number;
}

/** Writes a text around what staff have added, which gets the room that is left. */
const around = (
  message: string | null,
  { maxBytes }: Writing,
  write: (message: string) => string,
): string => {
  const added = clean(message ?? '').trim();
  const room = maxBytes - countBytes(write('-'));
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

const ruledOut = (
  ids: readonly string[],
  message: string,
  kase: Case,
  { policy, publicUrl, texts }: Writing,
) => ({
  clauses: clauseTexts(ids, policy, texts.language),
  message,
  contact: policy.contact,
  url: `${publicUrl}/policy/${kase.policyVersion}`,
});

/** What a result tells; null: the case has moved on since. */
const result = (kase: Case, notice: Told, writing: Writing): string | null => {
  const { approval, rejection } = kase;
  const { texts } = writing;
  switch (notice.outcome) {
    case 'approved':
      return (
        approval &&
        around(approval.message, writing, (message) =>
          texts.notices.approved(kase, approval.amountFen, message),
        )
      );
    case 'rejected':
      return (
        rejection &&
        around(rejection.message, writing, (message) =>
          texts.notices.rejected(kase, {
            ...ruledOut(rejection.clauses, message, kase, writing),
            appealBy: rejection.appealBy,
          }),
        )
      );
    case 'upheld': {
      const appeal = kase.appeals.at(-1);
      return appeal?.clauses == null
        ? null
        : around(appeal.message, writing, (message) =>
            texts.requests.upheld(kase, ruledOut(appeal.clauses ?? [], message, kase, writing)),
          );
    }
    case 'lapsed':
      return texts.requests.lapsed(kase);
    case 'settled_outside':
      return texts.requests.settledOutside(kase, kase.approval?.amountFen ?? null);
    default:
      return null;
  }
};

/** What the customer is asked; null: it is no longer asked. */
const request = (kase: Case, { outcome }: Told, writing: Writing): string | null => {
  const { information } = kase;
  const { requests: texts } = writing.texts;
  const last = kase.offers.at(-1);
  switch (outcome) {
    case 'information':
    case 'information_reminder':
      return kase.status === 'awaiting_customer' && information !== null
        ? texts.information(kase, information, outcome === 'information_reminder')
        : null;
    case 'offer':
    case 'offer_reminder':
      return kase.status === 'offered' && last?.state === 'open'
        ? around(last.message, writing, (message) =>
            texts.offer(kase, last, message, outcome === 'offer_reminder'),
          )
        : null;
    case 'offer_withdrawn':
      return around(withdrawnWith(kase), writing, (message) => texts.offerEnded(kase, outcome, message));
    case 'offer_lapsed':
    case 'not_approved':
      // Nobody has words of their own for these; what was said of an earlier offer is not about this one.
      return texts.offerEnded(kase, outcome, '');
    default:
      return null;
  }
};

/** What staff said when they last withdrew an offer. */
const withdrawnWith = (kase: Case): string | null =>
  kase.timeline
    .flatMap(({ event }) =>
      event.type === 'OfferEnded' && event.ending === 'withdrawn' ? [event.message] : [],
    )
    .at(-1) ?? null;

const write = (kase: Case, notice: Told, writing: Writing): string => {
  const { texts } = writing;
  switch (notice.kind) {
    case 'received':
      return texts.notices.received(kase);
    case 'result':
      return result(kase, notice, writing) ?? texts.notices.movedOn(kase);
    case 'refunded':
      return texts.notices.refunded(kase, paidOut(kase));
    case 'request':
      return request(kase, notice, writing) ?? texts.notices.movedOn(kase);
    case 'message':
      return around(notice.text, writing, (text) => texts.requests.message(kase, text));
  }
};

const written = (kase: Case, notice: Told, context: NoticeContext, maxBytes: number): string =>
  clean(write(kase, notice, { ...context, texts: textsFor(kase.language), maxBytes }));

/** A notice as a customer message. */
export const noticeText = (kase: Case, notice: Notice, context: NoticeContext): string =>
  fitBytes(written(kase, notice, context, REPLY_MAX_BYTES), REPLY_MAX_BYTES);

/** Whether nothing of it is cut. */
export const saysAll = (kase: Case, notice: Told, context: NoticeContext): boolean =>
  countBytes(written(kase, notice, context, Infinity)) <= REPLY_MAX_BYTES;
