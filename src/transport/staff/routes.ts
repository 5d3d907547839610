import Router from '@koa/router';
import type { Context } from 'koa';
import type { StaffMember } from '../../domain/staff.ts';
import { OperationalError } from '../../errors.ts';
import { decideAudited, openAudited, openCase, openCases, openEvidence } from '../../usecases/case-access.ts';
import { openCaseFile } from '../../usecases/case-file.ts';
import type { Deps } from '../../usecases/deps.ts';
import { type CaseDescription, describeCase } from '../../usecases/describe-case.ts';
import type { CaseQuery } from '../../usecases/list-cases.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import { callerByToken } from '../http/bearer.ts';
import { jsonBody } from '../http/json-body.ts';
import { preferredLanguage } from '../http/language.ts';
import { validate } from '../http/validate.ts';
import { idempotencyKeyOf, readerOf } from './caller.ts';
import { sendCaseFile } from './case-file/send.ts';
import { presentCase } from './case.ts';
import { errorsInCallersLanguage } from './errors-in-language.ts';
import { sendEvidence } from './evidence.ts';
import { refusedWith } from './refusals.ts';
import { actionSchemas } from './action-schema.ts';
import { caseQuerySchema, evidenceNumberSchema, openCaseSchema } from './schema.ts';

const caseNoOf = (params: { caseNo?: string }): string => (params.caseNo ?? '').toUpperCase();

const actionOf = (params: { action?: string }) => {
  const schema = actionSchemas.get(params.action ?? '');
  if (schema) return schema;
  const known = [...actionSchemas.keys()];
  const message = `There is no such action; there are ${known.join(', ')}.`;
  throw new OperationalError(404, 'unknown_action', message, { actions: known });
};

/** `assignee=me`: whoever asks. */
const asCaller = (query: CaseQuery, { name }: StaffMember): CaseQuery =>
  query.assignee === 'me' ? { ...query, assignee: name } : query;

/** The staff API: cases, their pictures, decisions. Every role may read; what else it may do is the domain's to say. */
export const staffRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/cases' });
  const present = (ctx: Context, described: CaseDescription) => {
    ctx.set('Cache-Control', 'no-store');
    return presentCase(described);
  };

  router.use(errorsInCallersLanguage);
  router.use(callerByToken((token) => authenticateToken(deps, token)));
  router.use(jsonBody());

  router.get('/', async (ctx) => {
    const query = asCaller(validate(caseQuerySchema, ctx.query), ctx.state.caller);
    const page = await openCases(deps, readerOf(ctx), query, preferredLanguage(ctx));
    if (!page.ok) throw refusedWith(page.code);
    const { cases, next } = page.value;
    ctx.body = { cases: cases.map((described) => present(ctx, described)), next };
  });

  router.post('/', async (ctx) => {
    const application = validate(openCaseSchema, ctx.request.body);
    const { staff, address } = readerOf(ctx);
    const asked = { ...application, staff, idempotencyKey: idempotencyKeyOf(ctx) };
    const opened = await openAudited(deps, asked, address);
    if (!opened.ok) throw refusedWith(opened.code);
    ctx.status = 201;
    ctx.body = present(ctx, await describeCase(deps, opened.value, preferredLanguage(ctx)));
  });

  router.get('/:caseNo', async (ctx) => {
    const opened = await openCase(deps, readerOf(ctx), caseNoOf(ctx.params), preferredLanguage(ctx));
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

  router.get('/:caseNo/file', async (ctx) => {
    const language = preferredLanguage(ctx);
    const caseNo = caseNoOf(ctx.params);
    const file = await openCaseFile(deps, readerOf(ctx), caseNo, language);
    if (!file.ok) throw refusedWith(file.code);
    sendCaseFile(ctx, file.value, language, deps.clock.now());
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
    ctx.body = present(ctx, await describeCase(deps, decided.value, preferredLanguage(ctx)));
  });

  return router;
};
