import { z } from 'zod';
import { reasonSchema } from '../../usecases/case-vocabulary.ts';
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

/** `POST /api/staff/cases` */
export const openCaseSchema = z
  .object({
    outTradeNo: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{1,64}$/, '1 to 64 visible ASCII characters'),
    reason: reasonSchema.extend({ text: z.string().trim().pipe(reasonSchema.shape.text) }),
    openid: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'no openid')
      .nullish(),
    email: z.email().max(254).nullish(),
  })
  .transform(({ openid, email, ...body }) => ({ ...body, openid: openid ?? null, email: email ?? null }));
