import type { Policy } from '../../domain/policy/types.ts';
import type { Language } from '../../domain/reason.ts';
import { chinaDate } from '../../domain/time.ts';
import type { Policies } from '../../usecases/load-policies.ts';
import { type PageTexts, pageTexts } from './texts.ts';

/** One of the three waits a customer goes through, as the page shows it. */
export interface Wait {
  readonly name: string;
  readonly days: string;
  readonly note: string;
}

export interface VersionLink {
  readonly version: string;
  readonly date: string;
  readonly href: string;
  /** The page one is looking at. */
  readonly here: boolean;
  readonly current: boolean;
}

/** What the layout needs, whatever page it frames. */
export interface Frame {
  readonly lang: Language;
  readonly htmlLang: string;
  readonly texts: PageTexts;
  readonly title: string;
  readonly cssHref: string;
  readonly currentHref: string;
}

/** A policy in one language, ready for the template. */
export interface PolicyPage extends Frame {
  readonly version: string;
  readonly published: string;
  readonly promise: string;
  readonly waits: readonly Wait[];
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly text: string | null;
    readonly clauses: readonly { readonly id: string; readonly text: string }[];
  }[];
  readonly contact: Policy['contact'];
  /** Said above everything where this is not the version in force. */
  readonly notice: string | null;
  readonly versions: readonly VersionLink[];
}

export const versionHref = (version: string, lang: Language): string =>
  `/policy/${encodeURIComponent(version)}?lang=${lang}`;

export const presentFrame = (policy: Policy, lang: Language, cssHref: string): Frame => ({
  lang,
  htmlLang: lang === 'zh' ? 'zh-CN' : 'en',
  texts: pageTexts[lang],
  title: policy.title[lang],
  cssHref,
  currentHref: `/policy?lang=${lang}`,
});

const publishedOn = (policy: Policy, lang: Language): string =>
  pageTexts[lang].date(chinaDate(Date.parse(policy.publishedAt)));

const noticeFor = (policy: Policy, current: Policy, lang: Language): string | null => {
  if (policy.version === current.version) return null;
  const earlier = Date.parse(policy.publishedAt) <= Date.parse(current.publishedAt);
  const { earlierVersion, versionToCome } = pageTexts[lang];
  return earlier ? earlierVersion : versionToCome(publishedOn(policy, lang));
};

const waitsOf = (policy: Policy, texts: PageTexts): Wait[] => {
  const { reviewBusinessDays, refundBusinessDays, arrivalBusinessDaysMax } = policy.parameters;
  return [
    { ...texts.review, days: String(reviewBusinessDays) },
    { ...texts.processing, days: String(refundBusinessDays) },
    { ...texts.arrival, days: `1–${String(arrivalBusinessDaysMax)}` },
  ];
};

/** One version in one language; versions are listed newest first. */
export const presentPolicy = (
  policy: Policy,
  { current, byVersion }: Policies,
  lang: Language,
  cssHref: string,
): PolicyPage => ({
  ...presentFrame(policy, lang, cssHref),
  version: policy.version,
  published: publishedOn(policy, lang),
  promise: policy.promise[lang],
  waits: waitsOf(policy, pageTexts[lang]),
  sections: policy.sections.map((section) => ({
    id: section.id,
    title: section.title[lang],
    text: section.text?.[lang] ?? null,
    clauses: section.clauses.map((clause) => ({ id: clause.id, text: clause.text[lang] })),
  })),
  contact: policy.contact,
  notice: noticeFor(policy, current, lang),
  versions: [...byVersion.values()]
    .sort((a, b) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt))
    .map((other) => ({
      version: other.version,
      date: publishedOn(other, lang),
      href: versionHref(other.version, lang),
      here: other.version === policy.version,
      current: other.version === current.version,
    })),
});
