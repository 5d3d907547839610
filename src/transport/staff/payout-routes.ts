import Router from '@koa/router';
import { z } from 'zod';
import { positiveFenSchema } from '../../domain/money.ts';
import type { StaffMember } from '../../domain/staff.ts';
import { isoChina } from '../../domain/time.ts';
import type { Deps } from '../../usecases/deps.ts';
import { type PayoutsView, changePayouts, readPayouts } from '../../usecases/payout-switch.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import { callerByToken } from '../http/bearer.ts';
import { jsonBody } from '../http/json-body.ts';
import { validate } from '../http/validate.ts';
import { refusedWith } from './refusals.ts';
import { readerOf } from './caller.ts';
import { errorsInCallersLanguage } from './errors-in-language.ts';

/** What is left out stays as it is: who stops everything in a hurry need not know the cap. */
const settingsSchema = z
  .strictObject({ stopped: z.boolean().optional(), dailyCapFen: positiveFenSchema.nullish() })
  .refine(
    ({ stopped, dailyCapFen }) => stopped !== undefined || dailyCapFen !== undefined,
    'stopped or dailyCapFen must be given',
  )
  .transform(({ stopped, dailyCapFen }) => ({ stopped, dailyCapFen }));

const present = ({ queue, today }: PayoutsView) => ({
  stopped: queue.stopped,
  stoppedBy: queue.stoppedBy,
  stoppedAt: queue.stoppedAt === null ? null : isoChina(queue.stoppedAt),
  dailyCapFen: queue.dailyCapFen,
  today: { date: today.date, sentFen: today.fen, refunds: today.refunds },
});

/**
 * `GET, PUT /api/staff/payouts {stopped, dailyCapFen}`: the switch that stops all payouts and the most that is sent on
 * one day in China, in fen, null for no limit; answers both, and what has been sent today. 403 to whoever does not run
 * payouts.
 */
export const payoutRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/payouts' });
  router.use(errorsInCallersLanguage);
  router.use(callerByToken((token) => authenticateToken(deps, token)));
  router.use(jsonBody());

  router.get('/', async (ctx) => {
    const read = await readPayouts(deps, readerOf(ctx));
    if (!read.ok) throw refusedWith(read.code);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = present(read.value);
  });

  router.put('/', async (ctx) => {
    const settings = validate(settingsSchema, ctx.request.body);
    const changed = await changePayouts(deps, readerOf(ctx), settings);
    if (!changed.ok) throw refusedWith(changed.code);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = present(changed.value);
  });

  return router;
};
