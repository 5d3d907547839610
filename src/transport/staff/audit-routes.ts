import Router from '@koa/router';
import { z } from 'zod';
import { CASE_NO_PATTERN } from '../../usecases/read-case.ts';
import type { StaffMember } from '../../domain/staff.ts';
import { isoChina } from '../../domain/time.ts';
import { listAudit } from '../../usecases/audit.ts';
import type { Deps } from '../../usecases/deps.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import { callerByToken } from '../http/bearer.ts';
import { clientAddress } from '../http/client-address.ts';
import { validate } from '../http/validate.ts';
import { errorsInCallersLanguage } from './errors-in-language.ts';
import { refusedWith } from './refusals.ts';

const PAGE = 50;

/** An empty value is one left out. */
const given = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.nullish());

/** `?staff=&caseNo=&cursor=` */
export const auditQuerySchema = z
  .object({
    staff: given(z.string().trim().max(64)),
    caseNo: given(z.string().trim().toUpperCase().regex(CASE_NO_PATTERN, 'a case number')),
    cursor: given(z.string().max(400)),
  })
  .transform(({ staff, caseNo, cursor }) => ({
    staff: staff ?? null,
    caseNo: caseNo ?? null,
    cursor: cursor ?? null,
    limit: PAGE,
  }));

/** `GET /api/staff/audit`: `{"entries":[{at, staff, action, caseNo, listed, address, outcome}],"next"}`, newest first. */
export const auditRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/audit' });
  router.use(errorsInCallersLanguage);
  router.use(callerByToken((token) => authenticateToken(deps, token)));
  router.get('/', async (ctx) => {
    const query = validate(auditQuerySchema, ctx.query);
    const reader = { staff: ctx.state.caller, address: clientAddress(ctx) };
    const page = await listAudit(deps, reader, query);
    if (!page.ok) throw refusedWith(page.code);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = {
      entries: page.value.entries.map((entry) => ({ ...entry, at: isoChina(entry.at) })),
      next: page.value.next,
    };
  });
  return router;
};
