import { z } from 'zod';
import { type Asked, actionSchemas } from '../staff/action-schema.ts';
import type { Typed } from './present-case.ts';
import type { Refused } from './texts/texts.ts';

const text = z.string().catch('');

const formSchema = z.object({
  version: text,
  key: z.string().regex(/^[0-9a-f]{32}$/),
  amountFen: text,
  note: text,
  message: text,
  clauses: z.union([z.string().transform((one) => [one]), z.array(z.string()).max(20)]).catch([]),
});

/** What a form on the case page asks for, under the key of that form. */
export type ActionForm =
  | { readonly ok: true; readonly asked: Asked; readonly key: string; readonly typed: Typed }
  | { readonly ok: false; readonly code: Refused; readonly typed: Typed };

const number = (typed: string): number | undefined => (/^\d{1,12}$/.test(typed) ? Number(typed) : undefined);

const faultOf = (issues: readonly z.core.$ZodIssue[]): Refused => {
  const [issue] = issues;
  const [field] = issue?.path ?? [];
  if (issue?.code === 'too_big') return 'too_long';
  if (field === 'note') return 'note_missing';
  return field === 'message' ? 'message_missing' : 'invalid';
};

/** Reads a form by the same rules as the API's body; what is missing or too long is said in words. */
export const readActionForm = (action: string, body: unknown): ActionForm | null => {
  const schema = actionSchemas.get(action);
  if (!schema) return null;
  const form = formSchema.safeParse(body);
  if (!form.success) {
    const typed = { action, note: '', message: '', clauses: [] };
    return { ok: false, code: 'invalid', typed };
  }
  const { key, note, message, clauses, version, amountFen } = form.data;
  const typed = { action, note, message, clauses };
  const seen = number(version);
  // A form always knows which version it was opened on.
  if (seen === undefined) return { ok: false, code: 'invalid', typed };
  const filled = message.trim() === '' ? undefined : message.replaceAll('\r\n', '\n');
  const asked = schema.safeParse({
    version: seen,
    amountFen: number(amountFen),
    note: note.replaceAll('\r\n', '\n'),
    message: filled,
    clauses,
  });
  return asked.success
    ? { ok: true, asked: asked.data, key, typed }
    : { ok: false, code: faultOf(asked.error.issues), typed };
};
