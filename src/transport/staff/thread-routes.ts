import Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { StaffMember } from '../../domain/staff.ts';
import type { Deps } from '../../usecases/deps.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import type { ThreadDescription } from '../../usecases/threads/describe-thread.ts';
import {
  MAX_THREADS_PAGE,
  closeAudited,
  openThreads,
  replyAudited,
  threadStates,
} from '../../usecases/threads/thread-access.ts';
import { callerByToken } from '../http/bearer.ts';
import { jsonBody } from '../http/json-body.ts';
import { validate } from '../http/validate.ts';
import { idempotencyKeyOf, readerOf } from './caller.ts';
import { errorsInCallersLanguage } from './errors-in-language.ts';
import { refusedWith } from './refusals.ts';
import { given } from './schema.ts';
import { presentThread } from './thread.ts';

const querySchema = z
  .object({
    state: given(z.enum(threadStates, { error: `one of ${threadStates.join(', ')}` }).optional()),
    limit: given(z.coerce.number().int().min(1).max(MAX_THREADS_PAGE).default(20)),
    cursor: given(z.string().max(400).optional()),
  })
  .transform(({ state, limit, cursor }) => ({ state: state ?? null, limit, cursor: cursor ?? null }));

/** What may stand in `text` is the use case's to say: 422 `text_empty`, `text_too_long`. */
const replySchema = z.object({ text: z.string() });

/**
 * Customers who have asked for a person. `GET /api/staff/threads?state=&limit=&cursor=`: `{"threads":[…],"next"}`, by
 * the date promised; `POST …/{id}/reply {text}` and `POST …/{id}/close` answer 200 with the thread. Refused: 404
 * `thread_not_found`, 409 `thread_closed`, 403 `forbidden`.
 */
export const threadRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/threads' });
  const present = (ctx: Context, described: ThreadDescription) => {
    ctx.set('Cache-Control', 'no-store');
    return presentThread(described);
  };
  const callOf = (ctx: Context & { params: { id?: string } }) => ({
    id: ctx.params.id ?? '',
    idempotencyKey: idempotencyKeyOf(ctx),
  });

  router.use(errorsInCallersLanguage);
  router.use(callerByToken((token) => authenticateToken(deps, token)));
  router.use(jsonBody());

  router.get('/', async (ctx) => {
    const query = validate(querySchema, ctx.query);
    const { threads, next } = await openThreads(deps, readerOf(ctx), query);
    ctx.body = { threads: threads.map((described) => present(ctx, described)), next };
  });

  router.post('/:id/reply', async (ctx) => {
    const call = callOf(ctx);
    const { text } = validate(replySchema, ctx.request.body);
    const replied = await replyAudited(deps, readerOf(ctx), call, text);
    if (!replied.ok) throw refusedWith(replied.code);
    ctx.body = present(ctx, replied.value);
  });

  router.post('/:id/close', async (ctx) => {
    const closed = await closeAudited(deps, readerOf(ctx), callOf(ctx));
    if (!closed.ok) throw refusedWith(closed.code);
    ctx.body = present(ctx, closed.value);
  });

  return router;
};
