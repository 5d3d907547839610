import type Router from '@koa/router';
import { z } from 'zod';
import { recordAudit } from '../../usecases/audit.ts';
import { beginEnrolment, takeCode } from '../../usecases/sign-in/second-factor.ts';
import { issueOwnCode, unbindOwn } from '../../usecases/staff-chat/own-wechat.ts';
import { type Console, readerOf, redirect } from './console.ts';
import { mePage } from './me-page.ts';
import { MINUTE_MS } from '../../domain/time.ts';

const codeSchema = z.object({ code: z.string().max(20).catch('') });

const ownWechat = (router: Router, console: Console): void => {
  const { deps } = console.parts;
  const showMe = mePage(console);

  // The answer itself shows the code: an address that did would be kept in the browser's history.
  router.post(
    '/staff/me/wechat-code',
    console.staff(async (ctx, visit) => {
      const issued = await issueOwnCode(deps, readerOf(visit));
      if (issued.ok) await showMe(ctx, visit, { said: null, code: issued.value });
      else console.problem(ctx, visit, 403, 'forbidden');
    }),
  );

  router.post(
    '/staff/me/wechat-unbind',
    console.staff(async (ctx, visit) => {
      await unbindOwn(deps, readerOf(visit));
      redirect(ctx, '/staff/me?done=wechat_unbound');
    }),
  );
};

export const meRoutes = (router: Router, console: Console): void => {
  const { parts } = console;
  const { deps, signIn } = parts;
  const showMe = mePage(console);

  router.get(
    '/staff/me',
    console.staff((ctx, visit) => showMe(ctx, visit, { said: null, code: null })),
  );

  router.post(
    '/staff/me/second-factor',
    console.staff(async (ctx, { staff }) => {
      if (parts.canEnrol) await beginEnrolment(signIn, staff.name);
      redirect(ctx, '/staff/me#second-factor');
    }),
  );

  router.post(
    '/staff/me/second-factor/confirm',
    console.staff(async (ctx, visit) => {
      const { staff, address, texts } = visit;
      if (staff.hasTotp) {
        redirect(ctx, '/staff/me');
        return;
      }
      const { code } = codeSchema.parse(ctx.request.body);
      const taken = await takeCode(signIn, staff.name, code);
      const outcome = taken.ok ? 'ok' : taken.code;
      await recordAudit(deps, { staff: staff.name, action: 'second_factor', address, outcome });
      if (taken.ok) {
        redirect(ctx, '/staff/me?done=second_factor');
        return;
      }
      ctx.status = taken.code === 'too_many_attempts' ? 429 : 422;
      const said =
        taken.code === 'too_many_attempts'
          ? texts.login.tooMany(Math.max(1, Math.ceil(taken.waitMs / MINUTE_MS)))
          : texts.login.notices[taken.code];
      await showMe(ctx, visit, { said, code: null });
    }),
  );
  ownWechat(router, console);
};
