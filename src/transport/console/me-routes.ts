import type Router from '@koa/router';
import { z } from 'zod';
import { recordAudit } from '../../usecases/audit.ts';
import { permissions } from '../../usecases/console-view.ts';
import { beginEnrolment, enrolmentOf, takeCode } from '../../usecases/sign-in/second-factor.ts';
import { type Console, type Ctx, type StaffVisit, redirect } from './console.ts';
import { MINUTE_MS } from '../../domain/time.ts';

const codeSchema = z.object({ code: z.string().max(20).catch('') });

/** In groups of four, as people read and type it. */
const grouped = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');

export const meRoutes = (router: Router, console: Console): void => {
  const { parts, views } = console;
  const { deps, signIn } = parts;

  const showMe = async (ctx: Ctx, visit: StaffVisit, said: string | null): Promise<void> => {
    const { texts, staff } = visit;
    const enrolment = parts.canEnrol ? await enrolmentOf(signIn, staff.name) : null;
    views.show(ctx, visit, 'me', {
      title: texts.me.title,
      name: staff.name,
      role: texts.roles[staff.role],
      may: permissions(staff).map((each) => texts.me.permissions[each] ?? each),
      hasTotp: staff.hasTotp,
      canEnrol: parts.canEnrol,
      enrolment: enrolment && { ...enrolment, grouped: grouped(enrolment.secret) },
      said,
      confirmed: ctx.query['done'] === 'second_factor' && staff.hasTotp ? texts.me.confirmed : null,
    });
  };

  router.get(
    '/staff/me',
    console.staff((ctx, visit) => showMe(ctx, visit, null)),
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
      await showMe(ctx, visit, said);
    }),
  );
};
