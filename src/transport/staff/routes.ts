import Router from '@koa/router';
import type { Context } from 'koa';
import type { Case } from '../../domain/case/state.ts';
import type { StaffMember } from '../../domain/staff.ts';
import { OperationalError } from '../../errors.ts';
import { decideCase } from '../../usecases/decide-case.ts';
import type { Deps } from '../../usecases/deps.ts';
import { describeCase } from '../../usecases/describe-case.ts';
import { listCases } from '../../usecases/list-cases.ts';
import { readCase, readEvidence } from '../../usecases/read-case.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import { callerByToken } from '../http/bearer.ts';
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

const idempotencyKeyOf = (ctx: Context): string | null =>
  validate(idempotencyKeySchema, ctx.request.headers['idempotency-key'] ?? null, 'Idempotency-Key');

/** The staff API: cases, their pictures, decisions. Every role may read; what else it may do is the domain's to say. */
export const staffRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/cases' });
  const present = async (ctx: Context, kase: Case) => {
    ctx.set('Cache-Control', 'no-store');
    return presentCase(await describeCase(deps, kase));
  };

  router.use(callerByToken((token) => authenticateToken(deps, token)));
  router.use(jsonBody());

  router.get('/', async (ctx) => {
    const query = validate(caseQuerySchema, ctx.query);
    const page = await listCases(deps, query);
    if (!page.ok) throw refusedWith(page.code);
    const shown = await Promise.all(page.value.cases.map((kase) => present(ctx, kase)));
    ctx.body = { cases: shown, next: page.value.next };
  });

  router.get('/:caseNo', async (ctx) => {
    const kase = await readCase(deps, caseNoOf(ctx.params));
    if (!kase) throw refusedWith('case_not_found');
    ctx.body = await present(ctx, kase);
  });

  router.get('/:caseNo/evidence/:n', async (ctx) => {
    const caseNo = caseNoOf(ctx.params);
    const n = validate(evidenceNumberSchema, ctx.params.n, 'n');
    const evidence = await readEvidence(deps, caseNo, n);
    if (!evidence.ok) throw refusedWith(evidence.code);
    sendEvidence(ctx, evidence.value, `${caseNo}-${String(n)}`);
  });

  router.post('/:caseNo/:action', async (ctx) => {
    const schema = actionOf(ctx.params);
    const idempotencyKey = idempotencyKeyOf(ctx);
    const { version, command } = validate(schema, ctx.request.body);
    const caseNo = caseNoOf(ctx.params);
    const decided = await decideCase(deps, {
      caseNo,
      staff: ctx.state.caller,
      version,
      idempotencyKey,
      command,
    });
    if (!decided.ok) throw refusedWith(decided.code);
    ctx.body = await present(ctx, decided.value);
  });

  return router;
};
