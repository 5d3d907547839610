import { z } from 'zod';
import { DESCRIPTION_MAX_CHARS } from '../../domain/reason.ts';
import { countChars, isBlank } from '../plain-text.ts';
import { defineStep, reading, textOf } from './step.ts';

const descriptionSchema = z
  .string()
  .refine((text) => !isBlank(text) && countChars(text) <= DESCRIPTION_MAX_CHARS);

export const descriptionStep = defineStep<string>({
  id: 'description',
  back: 'reason',
  next: 'evidence',
  prompt: ({ draft, texts }) => ({ kind: 'ask', draft, text: texts.form.askDescription }),
  parse: () => reading(textOf).pipe(descriptionSchema),
  retry: (texts, chars) => texts.form.retry('description', chars),
  accept: (text, { draft }) => ({ kind: 'done', draft: { ...draft, text } }),
});
