import type { Policy } from './types.ts';

type Bilingual = Policy['title'];

export interface PlaceholderFault {
  /** Where it stands: `title`, `promise`, `section 4` or `clause 4.1`. */
  readonly place: string;
  /** The name between the braces. */
  readonly name: string;
}

/** What a text may name in braces: the contact details and the parameters, so that each is written once. */
const valuesOf = (policy: Policy): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(policy.contact),
    ...Object.entries(policy.parameters).map(([name, value]) => [name, String(value)] as const),
  ]);

/**
 * The policy as customers read it: every `{name}` replaced by what the policy itself says under that name.
 * A name it does not know is left standing and reported.
 */
export const fillPlaceholders = (policy: Policy): { policy: Policy; faults: PlaceholderFault[] } => {
  const values = valuesOf(policy);
  const faults: PlaceholderFault[] = [];
  const fillText = (place: string, text: string): string =>
    text.replace(/\{(\w*)\}/g, (whole, name: string) => {
      const value = values.get(name);
      if (value === undefined) faults.push({ place, name });
      return value ?? whole;
    });
  const fill = (place: string, { zh, en }: Bilingual): Bilingual => ({
    zh: fillText(place, zh),
    en: fillText(place, en),
  });
  const filled = {
    ...policy,
    title: fill('title', policy.title),
    promise: fill('promise', policy.promise),
    sections: policy.sections.map((section) => ({
      ...section,
      title: fill(`section ${section.id}`, section.title),
      text: section.text === null ? null : fill(`section ${section.id}`, section.text),
      clauses: section.clauses.map((clause) => ({
        ...clause,
        text: fill(`clause ${clause.id}`, clause.text),
      })),
    })),
  };
  return { policy: filled, faults };
};
