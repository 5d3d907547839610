import Router from '@koa/router';
import type { Context } from 'koa';
import type { SandboxContext } from '../context.ts';
import { clockBody, eventBody, messageBody, type SandboxState, type StaffAccount } from '../control-api.ts';
import { faultBody } from '../faults.ts';
import { raiseEvent, sayPicture, sayText } from '../official-account/inbound.ts';
import { findPhone } from '../phones/phone.ts';
import type { Phone } from '../world/schema.ts';
import { bodyOf, loopbackOnly, refuse } from './access.ts';
import { durationMs } from './duration.ts';
import type { EventStreams } from './event-stream.ts';
import { pageFile } from './page.ts';
import { phoneSummary, phoneView, refundView } from './views.ts';

export interface ControlOptions {
  readonly accountName: string;
  readonly staff: readonly StaffAccount[];
  /** Moves the clock forward; null: it is not ours to move. */
  readonly advance: ((ms: number) => void | Promise<void>) | null;
}

const stateOf = (context: SandboxContext, options: ControlOptions): SandboxState => ({
  now: context.now(),
  canAdvance: options.advance !== null,
  deskUrl: context.target(),
  account: { name: options.accountName },
  phones: context.world.phones.map(phoneSummary),
  staff: options.staff,
});

async function servePage(ctx: Context, name: string): Promise<void> {
  const file = await pageFile(name);
  if (file === null) {
    refuse(ctx, 404, 'not_found', 'There is no such file');
    return;
  }
  ctx.set('Content-Type', file.contentType);
  ctx.body = file.bytes;
}

/** The phone the path names; null: refused already. */
function phoneOf(context: SandboxContext, ctx: Context, openid: string | undefined): Phone | null {
  const phone = findPhone(context, openid ?? '');
  if (phone === undefined) refuse(ctx, 404, 'unknown_phone', 'There is no such phone');
  return phone ?? null;
}

function phoneRoutes(router: Router, context: SandboxContext): void {
  router.get('/sandbox/api/phones/:openid', (ctx) => {
    const phone = phoneOf(context, ctx, ctx.params['openid']);
    if (phone !== null) ctx.body = phoneView(context, phone);
  });
  router.post('/sandbox/api/phones/:openid/messages', async (ctx) => {
    const phone = phoneOf(context, ctx, ctx.params['openid']);
    const body = phone === null ? null : await bodyOf(ctx, messageBody);
    if (phone === null || body === null) return;
    if (!phone.subscribed) {
      refuse(ctx, 409, 'not_subscribed', 'This customer does not follow the account');
      return;
    }
    const { entry } =
      'text' in body
        ? sayText(context, phone, body.text)
        : sayPicture(context, phone, Buffer.from(body.image, 'base64'), body.contentType);
    ctx.status = 202;
    ctx.body = { message: entry };
  });
  router.post('/sandbox/api/phones/:openid/events', async (ctx) => {
    const phone = phoneOf(context, ctx, ctx.params['openid']);
    const body = phone === null ? null : await bodyOf(ctx, eventBody);
    if (phone === null || body === null) return;
    raiseEvent(context, phone, body.event, body.key);
    ctx.status = 202;
    ctx.body = {};
  });
  router.get('/sandbox/api/media/:mediaId', (ctx) => {
    const media = context.world.media.find(({ mediaId }) => mediaId === ctx.params['mediaId']);
    if (media === undefined) {
      refuse(ctx, 404, 'unknown_media', 'There is no such picture');
      return;
    }
    ctx.set('Content-Type', media.contentType);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.body = Buffer.from(media.base64, 'base64');
  });
}

function worldRoutes(router: Router, context: SandboxContext, options: ControlOptions): void {
  router.get('/sandbox/api/state', (ctx) => {
    ctx.body = stateOf(context, options);
  });
  router.get('/sandbox/api/refunds', (ctx) => {
    ctx.body = { refunds: context.world.refunds.map(refundView) };
  });
  router.post('/sandbox/api/clock', async (ctx) => {
    const body = await bodyOf(ctx, clockBody);
    if (body === null) return;
    const ms = durationMs(body.advance);
    if (ms === null) {
      refuse(ctx, 400, 'invalid_body', 'advance: more than none, at most 400 days');
      return;
    }
    if (options.advance === null) {
      refuse(ctx, 409, 'clock_elsewhere', 'This clock is not the sandbox’s to move');
      return;
    }
    await options.advance(ms);
    context.changes.tell({ kind: 'clock', now: context.now() });
    void context.agenda.track(context.agenda.runDue());
    ctx.body = { now: context.now() };
  });
  router.post('/sandbox/api/faults', async (ctx) => {
    const fault = await bodyOf(ctx, faultBody);
    if (fault === null) return;
    context.faults.add(fault);
    ctx.status = 202;
    ctx.body = {};
  });
  router.delete('/sandbox/api/faults', (ctx) => {
    context.faults.clear();
    ctx.status = 204;
  });
}

/** The control API and the page (control-api.ts). To be mounted where no body parser has run before. */
export function controlRouter(
  context: SandboxContext,
  streams: EventStreams,
  options: ControlOptions,
): Router {
  const router = new Router();
  router.use('/sandbox', loopbackOnly);
  router.get('/sandbox', (ctx) => servePage(ctx, 'index.html'));
  worldRoutes(router, context, options);
  phoneRoutes(router, context);
  router.get('/sandbox/api/events', (ctx) => {
    ctx.set('Content-Type', 'text/event-stream; charset=utf-8');
    ctx.set('X-Accel-Buffering', 'no');
    ctx.body = streams.open();
  });
  router.get('/sandbox/:file', (ctx) => servePage(ctx, ctx.params['file'] ?? ''));
  return router;
}
