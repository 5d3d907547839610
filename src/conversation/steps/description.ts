import { z } from 'zod';
import { DESCRIPTION_MAX_CHARS } from '../../domain/reason.ts';
import { isBlank } from '../plain-text.ts';
import { defineStep, reading, textOf } from './step.ts';

/** zod counts code points, as `countChars` does: an emoji is one character. */
const descriptionSchema = z
  .string()
  .max(DESCRIPTION_MAX_CHARS)
  .refine((text) => !isBlank(text));

export const descriptionStep = defineStep<string>({
  id: 'description',
  back: 'reason',
  next: 'evidence',
  prompt: ({ draft, texts }) => ({ kind: 'ask', draft, text: texts.form.askDescription }),
  parse: () => reading(textOf).pipe(descriptionSchema),
  retry: (texts, chars) => texts.form.retry('description', chars),
  accept: (text, { draft }) => ({ kind: 'done', draft: { ...draft, text } }),
});
