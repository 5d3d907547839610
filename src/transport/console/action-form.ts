import { z } from 'zod';
import { type Asked, actionSchemas } from '../staff/action-schema.ts';
import { type CaseForm, formAt } from './case-forms.ts';
import { type FactsFault, readFacts } from './facts-form.ts';
import { amountFaults, readYuan } from './yuan-field.ts';

/** What a form itself can be refused for, before the case is looked at. */
export const formFaults = [
  'note_missing',
  'message_missing',
  'proof_missing',
  ...amountFaults,
  'usage_missing',
  'quota_malformed',
  'too_long',
  'invalid',
] as const;
export type FormFault = (typeof formFaults)[number];

/** What was typed into a form, so that what is refused need not be typed again. */
export interface Typed {
  readonly form: CaseForm;
  /** By the name of the field. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** What a form on the case page asks for, under the key of that form. */
export type ActionForm =
  | { readonly ok: true; readonly asked: Asked; readonly key: string; readonly typed: Typed }
  | { readonly ok: false; readonly code: FormFault; readonly typed: Typed };

const valuesSchema = z
  .record(z.string(), z.union([z.string().transform((one) => [one]), z.array(z.string()).max(20)]))
  .transform((fields) => new Map(Object.entries(fields)))
  .catch(new Map());

const number = (typed: string): number | undefined => (/^\d{1,12}$/.test(typed) ? Number(typed) : undefined);
const one = ({ values }: Typed, name: string): string => values.get(name)?.[0] ?? '';
/** What people wrote, with line ends as we keep them; undefined: nothing. */
const written = (typed: Typed, name: string): string | undefined => {
  const text = one(typed, name).replaceAll('\r\n', '\n');
  return text.trim() === '' ? undefined : text;
};

const faultOf = (issues: readonly z.core.$ZodIssue[]): FormFault => {
  const [issue] = issues;
  const [field] = issue?.path ?? [];
  if (issue?.code === 'too_big') return 'too_long';
  if (field === 'note') return 'note_missing';
  if (field === 'proof') return 'proof_missing';
  return field === 'message' || field === 'text' ? 'message_missing' : 'invalid';
};

type Money = { readonly ok: true; readonly amountFen: number | undefined } | FormFault;

/** An amount is typed in yuan, or comes with the form in fen where it is the whole that can be refunded. */
const readAmount = (typed: Typed): Money => {
  if (!typed.values.has('amount')) return { ok: true, amountFen: number(one(typed, 'amountFen')) };
  const amount = readYuan(one(typed, 'amount'));
  return amount.ok ? { ok: true, amountFen: amount.value } : amount.code;
};

const isFault = (read: object | FormFault | FactsFault): read is FormFault => typeof read === 'string';

/** The fields as the API's body has them; of those a command does not know its schema takes no notice. */
const bodyOf = (typed: Typed, version: number): Record<string, unknown> | FormFault => {
  const money = readAmount(typed);
  if (isFault(money)) return money;
  const facts = typed.form === 'record_facts' ? readFacts((name) => one(typed, name).trim()) : {};
  if (isFault(facts)) return facts;
  return {
    version,
    ...facts,
    amountFen: money.amountFen,
    outcome: one(typed, 'outcome'),
    clauses: typed.values.get('clauses') ?? [],
    note: written(typed, 'note'),
    message: written(typed, 'message'),
    text: written(typed, 'text'),
    proof: written(typed, 'proof'),
  };
};

const KEY = /^[0-9a-f]{32}$/;

/** Reads a form by the same rules as the API's body; what is missing or wrong in it is said in words. */
export const readActionForm = (action: string, body: unknown): ActionForm | null => {
  const values = valuesSchema.parse(body);
  const form = formAt(action, values.get('outcome')?.[0] ?? '');
  const schema = actionSchemas.get(action);
  if (!form || !schema) return null;
  const typed: Typed = { form, values };
  const [key, version] = [one(typed, 'key'), number(one(typed, 'version'))];
  // A form always knows which version it was opened on.
  if (!KEY.test(key) || version === undefined) return { ok: false, code: 'invalid', typed };
  const fields = bodyOf(typed, version);
  if (isFault(fields)) return { ok: false, code: fields, typed };
  const asked = schema.safeParse(fields);
  return asked.success
    ? { ok: true, asked: asked.data, key, typed }
    : { ok: false, code: faultOf(asked.error.issues), typed };
};
