import Router from '@koa/router';
import type { Context } from 'koa';
import type { SandboxContext } from '../context.ts';
import type { Call } from '../faults.ts';
import { parseJson, readBody } from '../http/body.ts';
import { spoil } from '../http/spoil.ts';
import type { Media } from '../world/schema.ts';
import { refusal, type Answer } from './answer.ts';
import { sendCustomerMessage } from './customer-message.ts';
import { sendTemplateMessage } from './template-message.ts';
import type { Tokens } from './tokens.ts';

const BODY_LIMIT = 64 * 1024;
const MEDIA_LIFE_MS = 3 * 86_400_000;

const write = (ctx: Context, answer: Answer): void => {
  ctx.set('Content-Type', 'application/json; encoding=utf-8');
  ctx.body = answer.json;
};

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

async function jsonBody(ctx: Context): Promise<unknown> {
  const bytes = await readBody(ctx.req, BODY_LIMIT);
  return bytes === null ? undefined : parseJson(bytes.toString());
}

const findMedia = (context: SandboxContext, mediaId: string | undefined): Media | undefined =>
  context.world.media.find((media) => media.mediaId === mediaId && context.now() - media.at < MEDIA_LIFE_MS);

/** Runs a call unless a fault is planned for it. */
async function answering(
  context: SandboxContext,
  ctx: Context,
  call: Call,
  work: () => Promise<void>,
): Promise<void> {
  const fault = context.faults.take(call);
  if (fault === null) return work();
  if (fault.effect === 'error' && 'errcode' in fault) {
    write(ctx, refusal(fault.errcode));
    return;
  }
  if (!(await spoil(ctx, fault, work))) await work();
}

/** WeChat's own API, as far as a refund desk calls it. */
export function officialAccountRoutes(context: SandboxContext, tokens: Tokens): Router {
  const router = new Router();
  const call = (name: Call, handle: (body: unknown) => Answer) => (ctx: Context) =>
    answering(context, ctx, name, async () => {
      const fault = name === 'token' ? null : tokens.fault(first(ctx.query['access_token']));
      const body = await jsonBody(ctx);
      write(ctx, fault ?? (body === undefined ? refusal(47001) : handle(body)));
    });
  router.post(
    '/cgi-bin/stable_token',
    call('token', (body) => tokens.issue(body)),
  );
  router.post(
    '/cgi-bin/message/custom/send',
    call('customer_message', (body) => sendCustomerMessage(context, body)),
  );
  router.post(
    '/cgi-bin/message/template/send',
    call('template', (body) => sendTemplateMessage(context, body)),
  );
  router.get('/cgi-bin/media/get', (ctx) =>
    answering(context, ctx, 'media', () => {
      const fault = tokens.fault(first(ctx.query['access_token']));
      const media = findMedia(context, first(ctx.query['media_id']));
      if (fault !== null || media === undefined) {
        write(ctx, fault ?? refusal(40007));
        return Promise.resolve();
      }
      ctx.set('Content-Type', media.contentType);
      ctx.set('Content-Disposition', `attachment; filename="${media.mediaId}"`);
      ctx.body = Buffer.from(media.base64, 'base64');
      return Promise.resolve();
    }),
  );
  return router;
}
