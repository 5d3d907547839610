import { z } from 'zod';
import type { StaffCommand } from '../../domain/case/commands.ts';
import { positiveFenSchema } from '../../domain/money.ts';
import { type CaseQuery, MAX_CASES_PAGE, statuses } from '../../usecases/list-cases.ts';

/** An empty value in a query is one left out. */
export const given = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const word = z
  .string()
  .trim()
  .max(64)
  .regex(/^\P{Cc}*$/u, 'no control characters');

const statusList = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().join(',').split(',').filter(Boolean))
  .pipe(z.array(z.enum(statuses, { error: `one of ${statuses.join(', ')}` })));

const listQuerySchema = z.object({
  status: given(statusList.default([])),
  due: given(z.enum(['today', 'overdue']).optional()),
  assignee: given(word.optional()),
  q: given(word.optional()),
  limit: given(z.coerce.number().int().min(1).max(MAX_CASES_PAGE).default(20)),
  cursor: given(z.string().max(200).optional()),
});

/** `GET /api/staff/cases?…` */
export const caseQuerySchema = listQuerySchema.transform(
  ({ status, due, assignee, q, limit, cursor }): CaseQuery => ({
    statuses: status,
    due: due ?? null,
    assignee: assignee ?? null,
    q: q ?? null,
    limit,
    cursor: cursor ?? null,
  }),
);

export const evidenceNumberSchema = z.coerce.number().int().min(1);

export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, '1 to 128 visible ASCII characters')
  .nullable();

/** What a call asks of a case. */
export interface Asked {
  readonly version: number | null;
  readonly command: StaffCommand;
}

/** For colleagues. */
const note = z.string().trim().min(1).max(1000);
/** For the customer: within what one WeChat text message carries. */
const message = z.string().trim().min(1).max(500);
const version = z
  .int()
  .min(1)
  .nullish()
  .transform((value) => value ?? null);

const approve = z
  .object({ amountFen: positiveFenSchema, note, message: message.nullish(), version })
  .transform((body): Asked => ({
    version: body.version,
    command: {
      type: 'approve',
      amountFen: body.amountFen,
      note: body.note,
      message: body.message ?? null,
    },
  }));

const second = (type: 'second_approve' | 'second_decline') =>
  z
    .object({ note, version })
    .transform((body): Asked => ({ version: body.version, command: { type, note: body.note } }));

const reject = z
  .object({ clauses: z.array(z.string().max(10)).max(20), note, message, version })
  .transform(({ version: seen, ...body }): Asked => ({
    version: seen,
    command: { type: 'reject', ...body },
  }));

/** `POST /api/staff/cases/{caseNo}/{action}` */
export const actionSchemas: ReadonlyMap<string, z.ZodType<Asked>> = new Map<string, z.ZodType<Asked>>([
  ['approve', approve],
  ['second-approve', second('second_approve')],
  ['second-decline', second('second_decline')],
  ['reject', reject],
]);
