import type Router from '@koa/router';
import { z } from 'zod';
import type { PayoutSettings } from '../../domain/payout-queue.ts';
import { formatYuan, yuanDigits } from '../../domain/money.ts';
import { type Result, ok } from '../../domain/result.ts';
import { type PayoutsView, changePayouts, readPayouts } from '../../usecases/payout-switch.ts';
import { type Console, type Ctx, type StaffVisit, readerOf, redirect } from './console.ts';
import type { PayoutChange } from './texts/finance-texts.ts';
import { type AmountFault, readYuan } from './yuan-field.ts';

/** The forms of the page, by the end of the address each is sent to. */
const changes = ['stop', 'release', 'cap', 'uncap'] as const satisfies readonly PayoutChange[];
const changeSchema = z.enum(changes);
const querySchema = z.object({ done: changeSchema.nullable().catch(null) });
const formSchema = z.object({ amount: z.string().catch('') });

interface Refusal {
  readonly code: AmountFault;
  readonly typed: string;
}

/** What a form asks for; each says what is to be, so that one from a page left open never does the opposite. */
const settingsOf = (change: PayoutChange, typed: string): Result<PayoutSettings, AmountFault> => {
  switch (change) {
    case 'stop':
    case 'release':
      return ok({ stopped: change === 'stop', dailyCapFen: undefined });
    case 'uncap':
      return ok({ stopped: undefined, dailyCapFen: null });
    case 'cap': {
      const amount = readYuan(typed);
      return amount.ok ? ok({ stopped: undefined, dailyCapFen: amount.value }) : amount;
    }
  }
};

/** Whether it is still as the form made it: what somebody has changed since is not contradicted. */
const stands = ({ queue }: PayoutsView, change: PayoutChange): boolean =>
  ({
    stop: queue.stopped,
    release: !queue.stopped,
    cap: queue.dailyCapFen !== null,
    uncap: queue.dailyCapFen === null,
  })[change];

const stoppedHow = (
  { queue: { stoppedBy, stoppedAt }, isStoppedByItself }: PayoutsView,
  { texts }: StaffVisit,
): string | null => {
  if (stoppedBy === null || stoppedAt === null) return null;
  const at = texts.minute(stoppedAt);
  return isStoppedByItself ? texts.payouts.stoppedAsWrong(at) : texts.payouts.stoppedBy(stoppedBy, at);
};

const present = (view: PayoutsView, visit: StaffVisit, refusal: Refusal | null) => {
  const { texts } = visit;
  const { stopped, dailyCapFen } = view.queue;
  const { fen, refunds } = view.today;
  return {
    stopped,
    stoppedBy: stoppedHow(view, visit),
    sent: texts.payouts.counted(formatYuan(fen), refunds),
    hasCap: dailyCapFen !== null,
    cap: dailyCapFen === null ? texts.payouts.noCap : formatYuan(dailyCapFen),
    amount: refusal?.typed ?? (dailyCapFen === null ? '' : yuanDigits(dailyCapFen)),
    refusal: refusal && texts.actions.refusals[refusal.code],
  };
};

/** `/staff/payouts`: whether payouts run, what has been sent today, the daily cap; both can be changed. */
export const payoutPages = (router: Router, { parts: { deps }, views, problem, staff }: Console): void => {
  const show = async (ctx: Ctx, visit: StaffVisit, refusal: Refusal | null): Promise<void> => {
    const read = await readPayouts(deps, readerOf(visit));
    if (!read.ok) {
      problem(ctx, visit, 403, 'forbidden');
      return;
    }
    const { payouts } = visit.texts;
    const { done } = querySchema.parse(ctx.query);
    ctx.status = refusal ? 422 : 200;
    views.show(ctx, visit, 'payouts', {
      title: payouts.title,
      ...present(read.value, visit, refusal),
      done: done !== null && !refusal && stands(read.value, done) ? payouts.done[done] : null,
    });
  };

  router.get(
    '/staff/payouts',
    staff((ctx, visit) => show(ctx, visit, null)),
  );

  router.post(
    '/staff/payouts/:change',
    staff(async (ctx, visit) => {
      const change = changeSchema.safeParse(ctx.params['change']);
      if (!change.success) {
        problem(ctx, visit, 404, 'not_found');
        return;
      }
      const { amount: typed } = formSchema.parse(ctx.request.body);
      const settings = settingsOf(change.data, typed);
      if (!settings.ok) {
        await show(ctx, visit, { code: settings.code, typed });
        return;
      }
      const changed = await changePayouts(deps, readerOf(visit), settings.value);
      if (changed.ok) redirect(ctx, `/staff/payouts?done=${change.data}`);
      else problem(ctx, visit, 403, 'forbidden');
    }),
  );
};
