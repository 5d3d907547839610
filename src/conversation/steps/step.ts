import { z } from 'zod';
import { countChars } from '../plain-text.ts';
import type { Texts } from '../messages/texts.ts';
import type { Draft, StepId } from '../state.ts';
import type { Known, Need, TurnContext } from '../types.ts';
import { type FormWord, findFormWord } from '../words.ts';

/** An answer, cleaned of what no text may hold and trimmed. */
export type Given =
  | { readonly kind: 'text'; readonly text: string; readonly menuId: string | null }
  | { readonly kind: 'picture'; readonly messageId: string };

/** What a step can see. */
export interface Scene {
  readonly draft: Draft;
  readonly known: Known;
  readonly context: TurnContext;
  readonly texts: Texts;
}

interface Needing {
  readonly kind: 'need';
  readonly need: Need;
}

/** The question, or where to go instead because it has nothing to offer. */
export type Question =
  | Needing
  | { readonly kind: 'ask'; readonly draft: Draft; readonly text: string }
  | { readonly kind: 'instead'; readonly step: StepId; readonly lead: string };

/** What an answer leads to; `lead` is said before the question that follows. */
export type Outcome =
  | Needing
  /** The step has what it wanted. */
  | { readonly kind: 'done'; readonly draft: Draft; readonly lead?: string }
  /** More of the same may come; `text` is all that is said. */
  | { readonly kind: 'stay'; readonly draft: Draft; readonly text: string }
  | { readonly kind: 'go'; readonly step: StepId; readonly draft: Draft; readonly lead?: string }
  | { readonly kind: 'submit' }
  /** The answer cannot be used; said why. */
  | { readonly kind: 'retry'; readonly text: string };

/** One step of the form, as the flow knows it. */
export interface Step {
  readonly id: StepId;
  /** Where 返回 leads; null: this is the first. */
  readonly back: StepId | null;
  /** null: nothing follows, the form ends here. */
  readonly next: StepId | null;
  readonly takesPictures: boolean;
  prompt(scene: Scene): Question;
  take(scene: Scene, given: Given): Outcome;
}

interface StepDefinition<Answer> extends Omit<Step, 'take' | 'takesPictures'> {
  readonly takesPictures?: true;
  /** Which of the form's words mean something here; the others are never taken for an answer. */
  readonly words?: readonly FormWord[];
  /** What must be known before an answer can be understood. */
  needs?(scene: Scene): Need | null;
  parse(scene: Scene): z.ZodType<Answer, Given>;
  retry(texts: Texts, chars: number): string;
  accept(answer: Answer, scene: Scene): Outcome;
}

/** A schema that reads an answer its own way; undefined is an answer that cannot be used. */
export const reading = <Answer>(read: (given: Given) => Answer | undefined): z.ZodType<Answer, Given> =>
  z.custom<Given>().transform((given, issues) => {
    const answer = read(given);
    if (answer !== undefined) return answer;
    issues.addIssue({ code: 'custom', message: 'unusable' });
    return z.NEVER;
  });

export const textOf = (given: Given): string | undefined => (given.kind === 'text' ? given.text : undefined);

export const defineStep = <Answer>(definition: StepDefinition<Answer>): Step => ({
  id: definition.id,
  back: definition.back,
  next: definition.next,
  takesPictures: definition.takesPictures ?? false,
  prompt: (scene) => definition.prompt(scene),
  take: (scene, given) => {
    const word = given.kind === 'text' ? findFormWord(given.text) : null;
    if (word && !definition.words?.includes(word.word))
      return { kind: 'retry', text: scene.texts.form.wordNotNow };
    const need = definition.needs?.(scene) ?? null;
    if (need) return { kind: 'need', need };
    const parsed = definition.parse(scene).safeParse(given);
    if (parsed.success) return definition.accept(parsed.data, scene);
    return { kind: 'retry', text: definition.retry(scene.texts, countChars(textOf(given) ?? '')) };
  },
});
