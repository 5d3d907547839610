import Router from '@koa/router';
import type { Context } from 'koa';
import type { Language } from '../../domain/reason.ts';
import type { StaffMember } from '../../domain/staff.ts';
import { OperationalError } from '../../errors.ts';
import { type Reader, decideAudited, openCase, openCases, openEvidence } from '../../usecases/case-access.ts';
import type { Deps } from '../../usecases/deps.ts';
import { type CaseDescription, describeCase } from '../../usecases/describe-case.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import { callerByToken } from '../http/bearer.ts';
import { clientAddress } from '../http/client-address.ts';
import { jsonBody } from '../http/json-body.ts';
import { validate } from '../http/validate.ts';
import { presentCase } from './case.ts';
import { sendEvidence } from './evidence.ts';
import { refusedWith } from './refusals.ts';
import { actionSchemas, caseQuerySchema, evidenceNumberSchema, idempotencyKeySchema } from './schema.ts';

const caseNoOf = (params: { caseNo?: string }): string => (params.caseNo ?? '').toUpperCase();

const actionOf = (params: { action?: string }) => {
  const schema = actionSchemas.get(params.action ?? '');
  if (schema) return schema;
  const known = [...actionSchemas.keys()];
  const message = `There is no such action; there are ${known.join(', ')}.`;
  throw new OperationalError(404, 'unknown_action', message, { actions: known });
};

export const readerOf = (ctx: Context & { state: { caller: StaffMember } }): Reader => ({
  staff: ctx.state.caller,
  address: clientAddress(ctx),
});

/** Chinese unless English is preferred by name; what customers wrote stays as they wrote it. */
export const languageOf = (ctx: Context): Language =>
  ctx.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';

export const idempotencyKeyOf = (ctx: Context): string | null =>
  validate(idempotencyKeySchema, ctx.request.headers['idempotency-key'] ?? null, 'Idempotency-Key');

/** The staff API: cases, their pictures, decisions. Every role may read; what else it may do is the domain's to say. */
export const staffRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/cases' });
  const present = (ctx: Context, described: CaseDescription) => {
    ctx.set('Cache-Control', 'no-store');
    return presentCase(described);
  };

  router.use(callerByToken((token) => authenticateToken(deps, token)));
  router.use(jsonBody());

  router.get('/', async (ctx) => {
    const query = validate(caseQuerySchema, ctx.query);
    const page = await openCases(deps, readerOf(ctx), query, languageOf(ctx));
    if (!page.ok) throw refusedWith(page.code);
    const { cases, next } = page.value;
    ctx.body = { cases: cases.map((described) => present(ctx, described)), next };
  });

  router.get('/:caseNo', async (ctx) => {
    const opened = await openCase(deps, readerOf(ctx), caseNoOf(ctx.params), languageOf(ctx));
    if (!opened.ok) throw refusedWith(opened.code);
    ctx.body = present(ctx, opened.value);
  });

  router.get('/:caseNo/evidence/:n', async (ctx) => {
    const caseNo = caseNoOf(ctx.params);
    const n = validate(evidenceNumberSchema, ctx.params.n, 'n');
    const evidence = await openEvidence(deps, readerOf(ctx), caseNo, n);
    if (!evidence.ok) throw refusedWith(evidence.code);
    sendEvidence(ctx, evidence.value, `${caseNo}-${String(n)}`);
  });

  router.post('/:caseNo/:action', async (ctx) => {
    const schema = actionOf(ctx.params);
    const idempotencyKey = idempotencyKeyOf(ctx);
    const { version, command } = validate(schema, ctx.request.body);
    const caseNo = caseNoOf(ctx.params);
    const { staff, address } = readerOf(ctx);
    const decision = { caseNo, staff, version, idempotencyKey, command };
    const decided = await decideAudited(deps, decision, address);
    if (!decided.ok) throw refusedWith(decided.code);
    ctx.body = present(ctx, await describeCase(deps, decided.value, languageOf(ctx)));
  });

  return router;
};
