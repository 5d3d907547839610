import Router from '@koa/router';
import type { Context } from 'koa';
import type { SandboxContext } from '../context.ts';
import type { Fault } from '../faults.ts';
import { parseJson, readBody } from '../http/body.ts';
import { spoil } from '../http/spoil.ts';
import { authenticate } from './authorization.ts';
import { paramError, signError, type Outcome, type Problem } from './problem.ts';
import { applyForRefund, queryRefund } from './refunds.ts';
import { signatureHeaders } from './signing.ts';
import { listCertificates, queryTransaction } from './transactions.ts';

const BODY_LIMIT = 64 * 1024;
type PayCall = 'refund' | 'query_refund' | 'query_transaction' | 'certificates';
type Handler = (body: string) => Promise<Outcome<object>> | Outcome<object>;

/** Answers are signed with the key the request's `Wechatpay-Serial` names; without one, the platform's. */
function serialFor(context: SandboxContext, ctx: Context): string | null {
  const { payPublicKeyId, platformSerial } = context.world.credentials;
  const named = ctx.get('Wechatpay-Serial') || platformSerial;
  return [payPublicKeyId, platformSerial].includes(named) ? named : null;
}

function writeProblem(context: SandboxContext, ctx: Context, problem: Problem): void {
  const { status, code, message, signed } = problem;
  write(context, ctx, status, { code, message }, signed);
}

function write(context: SandboxContext, ctx: Context, status: number, body: object, signed: boolean): void {
  const text = JSON.stringify(body);
  const serial = serialFor(context, ctx);
  ctx.status = status;
  ctx.set('Content-Type', 'application/json; charset=utf-8');
  ctx.set('Request-ID', context.random(16).toString('hex').toUpperCase());
  if (signed && serial !== null) {
    ctx.set(signatureHeaders(context.world.credentials, serial, text, context.now(), context.random));
  }
  ctx.body = text;
}

/** What stands before any business: headers, signature, the key asked for. */
function gatekeep(context: SandboxContext, ctx: Context, body: string | null): Problem | null {
  if (body === null) return paramError('请求体过大').problem;
  if (ctx.get('User-Agent') === '' || ctx.get('Accept') === '') {
    return { ...paramError('Http头缺少Accept或User-Agent').problem, signed: false };
  }
  if (ctx.method === 'POST' && !ctx.get('Content-Type').startsWith('application/json')) {
    return { ...paramError('Http头Content-Type须为application/json').problem, signed: false };
  }
  const request = {
    method: ctx.method,
    target: ctx.req.url ?? '',
    body,
    authorization: ctx.get('Authorization'),
  };
  const problem = authenticate(request, context.world.credentials, context.now());
  if (problem !== null) return problem;
  return serialFor(context, ctx) === null ? signError('Http头Wechatpay-Serial有误') : null;
}

/** Makes a good answer look like one that did not come from WeChat Pay. */
function spoilSignature(ctx: Context, effect: 'unsigned' | 'forged'): void {
  if (effect === 'unsigned') {
    for (const name of ['Timestamp', 'Nonce', 'Signature', 'Serial']) ctx.remove(`Wechatpay-${name}`);
    return;
  }
  const signature = Buffer.from(ctx.response.get('Wechatpay-Signature'), 'base64');
  ctx.set('Wechatpay-Signature', signature.reverse().toString('base64'));
}

async function withFault(
  context: SandboxContext,
  ctx: Context,
  fault: Fault,
  work: () => Promise<void>,
): Promise<void> {
  if (await spoil(ctx, fault, work)) return;
  if (fault.effect === 'error' && 'code' in fault) {
    if (fault.accepted) await work();
    const { status, code } = fault;
    writeProblem(context, ctx, { status, code, message: '（注入的故障）', signed: true });
    return;
  }
  await work();
  if (fault.effect === 'unsigned' || fault.effect === 'forged') spoilSignature(ctx, fault.effect);
}

async function serve(context: SandboxContext, ctx: Context, call: PayCall, handle: Handler): Promise<void> {
  const body = (await readBody(ctx.req, BODY_LIMIT))?.toString() ?? null;
  const refused = gatekeep(context, ctx, body);
  if (refused !== null) {
    writeProblem(context, ctx, refused);
    return;
  }
  const work = async () => {
    const outcome = await handle(body ?? '');
    if (outcome.ok) write(context, ctx, 200, outcome.body, true);
    else writeProblem(context, ctx, outcome.problem);
  };
  const fault = context.faults.take(call);
  await (fault === null ? work() : withFault(context, ctx, fault, work));
}

const parameter = (value: string | undefined): string => value ?? '';

/** WeChat Pay's API v3, as far as a refund desk calls it. */
export function payRoutes(context: SandboxContext): Router {
  const router = new Router();
  router.post('/v3/refund/domestic/refunds', (ctx) =>
    serve(context, ctx, 'refund', (body) => applyForRefund(context, parseJson(body))),
  );
  router.get('/v3/refund/domestic/refunds/:number', (ctx) =>
    serve(context, ctx, 'query_refund', () => queryRefund(context, parameter(ctx.params['number']))),
  );
  router.get('/v3/pay/transactions/:by/:number', (ctx) =>
    serve(context, ctx, 'query_transaction', () => {
      const by = ctx.params['by'];
      if (by !== 'id' && by !== 'out-trade-no') return paramError('路径有误');
      const mchid = new URLSearchParams(ctx.querystring).get('mchid');
      const field = by === 'id' ? 'transactionId' : 'outTradeNo';
      return queryTransaction(context, field, parameter(ctx.params['number']), mchid);
    }),
  );
  router.get('/v3/certificates', (ctx) =>
    serve(context, ctx, 'certificates', () => listCertificates(context)),
  );
  return router;
}
