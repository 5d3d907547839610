import { addBusinessDays } from '../../domain/calendar.ts';
import type { StepId } from '../state.ts';
import { editedLine, findFormWord } from '../words.ts';
import { defineStep, reading } from './step.ts';

/** The numbered lines of the summary, by what each of them edits. */
const lines: ReadonlyMap<number, StepId> = new Map([
  [1, 'order'],
  [2, 'reason'],
  [3, 'description'],
  [4, 'evidence'],
]);

type Answer = { readonly kind: 'confirm' } | { readonly kind: 'edit'; readonly step: StepId };

export const summaryStep = defineStep<Answer>({
  id: 'summary',
  back: 'evidence',
  next: null,
  words: ['confirm', 'edit'],
  prompt: ({ draft, context, texts }) => {
    const { now, calendar, policy } = context;
    const reply = addBusinessDays(calendar, now, policy.parameters.reviewBusinessDays);
    return { kind: 'ask', draft, text: texts.form.askSummary(draft, now, reply) };
  },
  parse: () =>
    reading((given): Answer | undefined => {
      if (given.kind !== 'text') return undefined;
      if (findFormWord(given.text)?.word === 'confirm') return { kind: 'confirm' };
      const step = lines.get(editedLine(given.text) ?? 0);
      return step === undefined ? undefined : { kind: 'edit', step };
    }),
  retry: (texts) => texts.form.retry('summary', 0),
  accept: (answer, { draft }) =>
    answer.kind === 'confirm'
      ? { kind: 'submit' }
      : { kind: 'go', step: answer.step, draft: { ...draft, editing: true } },
});
