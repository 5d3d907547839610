import { normalise } from './plain-text.ts';

/** One line of a numbered list. */
export interface Choice<T> {
  /** What a tap sends as `bizmsgmenuid`: `<step>:<name>`, never a position. */
  readonly id: string;
  readonly label: string;
  /** Other names for it; one that fits several choices fits none. */
  readonly aliases?: readonly string[];
  readonly value: T;
}

const numbered = /^\(?(\d{1,2})\)?[.,:;、。]?\s*(.*)$/;

/**
 * What was chosen by number (any width, `2.`, `2、`, `②`, `(2)`, `2 label`), by label, or by a tap.
 * undefined: none of them.
 */
export const pick = <T>(
  choices: readonly Choice<T>[],
  given: { readonly text: string; readonly menuId: string | null },
): T | undefined => {
  const tapped = choices.find((choice) => choice.id === given.menuId);
  if (tapped) return tapped.value;
  const typed = normalise(given.text);
  const byLabel = choices.find((choice) => normalise(choice.label) === typed);
  if (byLabel) return byLabel.value;
  const [byAlias, another] = choices.filter((choice) =>
    choice.aliases?.some((alias) => normalise(alias) === typed),
  );
  if (byAlias && !another) return byAlias.value;
  const [, position, rest] = numbered.exec(typed) ?? [];
  if (position === undefined) return undefined;
  const byNumber = choices[Number(position) - 1];
  const names = byNumber ? ['', byNumber.label, ...(byNumber.aliases ?? [])] : [];
  return names.some((name) => normalise(name) === rest) ? byNumber?.value : undefined;
};
