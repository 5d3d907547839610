import Router from '@koa/router';
import { z } from 'zod';
import type { Language } from '../../domain/reason.ts';
import type { StaffMember } from '../../domain/staff.ts';
import { isoChina } from '../../domain/time.ts';
import type { Deps } from '../../usecases/deps.ts';
import { describeIncident } from '../../usecases/describe-incident.ts';
import {
  type NamedIncident,
  incidentStates,
  listIncidents,
  resolveIncident,
} from '../../usecases/incidents.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import { callerByToken } from '../http/bearer.ts';
import { jsonBody } from '../http/json-body.ts';
import { preferredLanguage } from '../http/language.ts';
import { validate } from '../http/validate.ts';
import { refusedWith } from './refusals.ts';
import { idempotencyKeyOf, readerOf } from './caller.ts';
import { errorsInCallersLanguage } from './errors-in-language.ts';
import { given } from './schema.ts';

const MAX_PAGE = 100;

const querySchema = z
  .object({
    state: given(z.enum(incidentStates, { error: `one of ${incidentStates.join(', ')}` }).optional()),
    limit: given(z.coerce.number().int().min(1).max(MAX_PAGE).default(20)),
    cursor: given(z.string().max(400).optional()),
  })
  .transform(({ state, limit, cursor }) => ({ state: state ?? null, limit, cursor: cursor ?? null }));

export const resolveSchema = z.strictObject({ note: z.string().trim().min(1).max(1000) });

const present = (named: NamedIncident, language: Language) => {
  const { id, incident } = named;
  const { kind, text, caseNo, outRefundNo } = describeIncident(incident, language);
  const resolution = incident.state === 'resolved' ? incident.resolutions.at(-1) : undefined;
  return {
    id,
    kind,
    caseNo,
    outRefundNo,
    text,
    state: incident.state,
    openedAt: isoChina(incident.openedAt),
    lastAt: isoChina(incident.lastAt),
    count: incident.count,
    resolvedBy: resolution?.by ?? null,
    resolvedAt: resolution === undefined ? null : isoChina(resolution.at),
    note: resolution?.note ?? null,
  };
};

/**
 * `GET /api/staff/incidents?state=&limit=&cursor=`: `{"incidents":[…],"next"}`, newest first; `state`: `open`,
 * `resolved`. `POST …/{id}/resolve {note}`: 200 with the incident; 404 `incident_not_found`, 409 `already_resolved`.
 * Both 403 to whoever does not run payouts.
 */
export const incidentRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/incidents' });
  router.use(errorsInCallersLanguage);
  router.use(callerByToken((token) => authenticateToken(deps, token)));
  router.use(jsonBody());

  router.get('/', async (ctx) => {
    const page = await listIncidents(deps, readerOf(ctx), validate(querySchema, ctx.query));
    if (!page.ok) throw refusedWith(page.code);
    const { incidents, next } = page.value;
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { incidents: incidents.map((each) => present(each, preferredLanguage(ctx))), next };
  });

  router.post('/:id/resolve', async (ctx) => {
    const idempotencyKey = idempotencyKeyOf(ctx);
    const { note } = validate(resolveSchema, ctx.request.body);
    const decision = { id: ctx.params.id ?? '', note, idempotencyKey };
    const resolved = await resolveIncident(deps, readerOf(ctx), decision);
    if (!resolved.ok) throw refusedWith(resolved.code);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = present(resolved.value, preferredLanguage(ctx));
  });

  return router;
};
