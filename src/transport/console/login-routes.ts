import type Router from '@koa/router';
import { z } from 'zod';
import { MINUTE_MS } from '../../domain/time.ts';
import { recordAudit } from '../../usecases/audit.ts';
import type { SessionData } from '../../usecases/documents/staff-sessions.ts';
import { staffId } from '../../usecases/documents/staff.ts';
import { sessionOwner } from '../../usecases/sign-in/sessions.ts';
import { signIn, signInWithCode } from '../../usecases/sign-in/sign-in.ts';
import { type Console, type Ctx, type Visit, redirect } from './console.ts';
import { newToken } from './csrf.ts';
import { beginSession, currentSession, endSession } from './session.ts';
import type { LoginNotice } from './texts/texts.ts';

/** Only our own pages: anything else would make us send people where someone else wants them. */
const nextSchema = z
  .string()
  .max(500)
  .regex(/^\/staff(?:[/?][\w\-./?=&%]*)?$/)
  .refine((path) => !path.startsWith('/staff/login'))
  .catch('/staff');

const notices = ['signed_out', 'expired', 'not_done'] as const satisfies readonly LoginNotice[];
const querySchema = z.object({ next: nextSchema, notice: z.enum(notices).nullable().catch(null) });

const credentialsSchema = z.object({
  name: z.string().max(100).catch(''),
  password: z.string().max(256).catch(''),
  next: nextSchema,
});
const codeSchema = z.object({ code: z.string().max(20).catch(''), next: nextSchema });

interface Said {
  readonly notice?: LoginNotice | null;
  readonly waitMs?: number;
  readonly name?: string;
  readonly next: string;
}

const tooMany = (ctx: Ctx, waitMs: number): void => {
  ctx.status = 429;
  ctx.set('Retry-After', String(Math.ceil(waitMs / 1000)));
};

const said = (visit: Visit, { notice, waitMs }: Said): string | null => {
  const { login } = visit.texts;
  if (waitMs !== undefined) return login.tooMany(Math.max(1, Math.ceil(waitMs / MINUTE_MS)));
  return notice ? login.notices[notice] : null;
};

/** The two pages of signing in, and how they are answered. */
const pagesOf = ({ parts, views }: Console) => ({
  showLogin: (ctx: Ctx, visit: Visit, { name = '', next, ...rest }: Said): void => {
    views.show(ctx, visit, 'login', {
      title: visit.texts.login.title,
      said: said(visit, { next, ...rest }),
      isError: ctx.status !== 200,
      name,
      next,
      demo: parts.demo.map((each) => ({ ...each, role: visit.texts.roles[each.role] })),
    });
  },
  showCode: (ctx: Ctx, visit: Visit, what: Said): void => {
    const { codeTitle } = visit.texts.login;
    views.show(ctx, visit, 'code', { title: codeTitle, said: said(visit, what), next: what.next });
  },
  begin: (ctx: Ctx, name: string, stage: SessionData['stage']): Promise<void> =>
    beginSession(ctx, { staffId: staffId(name), stage, csrf: newToken(parts.deps.random) }),
});

const withPassword = (router: Router, console: Console): void => {
  const { showLogin, begin } = pagesOf(console);

  router.get(
    '/staff/login',
    console.open((ctx, visit) => {
      const { next, notice } = querySchema.parse(ctx.query);
      if (currentSession(ctx)?.stage === 'complete') {
        redirect(ctx, next);
        return;
      }
      ctx.status = 200;
      showLogin(ctx, visit, { next, notice });
    }),
  );

  router.post(
    '/staff/login',
    console.open(async (ctx, visit) => {
      const { name, password, next } = credentialsSchema.parse(ctx.request.body);
      const outcome = await signIn(console.parts.signIn, { name, password, address: visit.address });
      if (outcome.ok) {
        await begin(ctx, outcome.staff.name, outcome.needsCode ? 'password' : 'complete');
        const codePage = `/staff/login/code?${new URLSearchParams({ next }).toString()}`;
        redirect(ctx, outcome.needsCode ? codePage : next);
        return;
      }
      if (outcome.code === 'too_many_attempts') {
        tooMany(ctx, outcome.waitMs);
        showLogin(ctx, visit, { name, next, waitMs: outcome.waitMs });
        return;
      }
      ctx.status = 401;
      showLogin(ctx, visit, { name, next, notice: outcome.code });
    }),
  );
};

const withCode = (router: Router, console: Console): void => {
  const { deps, signIn: signInDeps } = console.parts;
  const { showCode, begin } = pagesOf(console);

  router.get(
    '/staff/login/code',
    console.open((ctx, visit) => {
      if (currentSession(ctx)?.stage !== 'password') {
        redirect(ctx, '/staff/login');
        return;
      }
      ctx.status = 200;
      showCode(ctx, visit, { next: querySchema.parse(ctx.query).next });
    }),
  );

  router.post(
    '/staff/login/code',
    console.open(async (ctx, visit) => {
      const session = currentSession(ctx);
      const owner = session?.stage === 'password' ? await sessionOwner(deps.store, session) : null;
      if (!owner) {
        redirect(ctx, '/staff/login?notice=expired');
        return;
      }
      const { code, next } = codeSchema.parse(ctx.request.body);
      const taken = await signInWithCode(signInDeps, { name: owner.name, code, address: visit.address });
      if (taken.ok) {
        await begin(ctx, owner.name, 'complete');
        redirect(ctx, next);
        return;
      }
      if (taken.code === 'too_many_attempts') {
        tooMany(ctx, taken.waitMs);
        showCode(ctx, visit, { next, waitMs: taken.waitMs });
        return;
      }
      ctx.status = 401;
      showCode(ctx, visit, { next, notice: taken.code });
    }),
  );
};

const signingOut = (router: Router, console: Console): void => {
  const { deps } = console.parts;
  router.post(
    '/staff/logout',
    console.open(async (ctx, { address }) => {
      const session = currentSession(ctx);
      const owner = session ? await sessionOwner(deps.store, session) : null;
      endSession(ctx);
      if (owner) await recordAudit(deps, { staff: owner.name, action: 'signed_out', address, outcome: 'ok' });
      redirect(ctx, '/staff/login?notice=signed_out');
    }),
  );
};

export const loginRoutes = (router: Router, console: Console): void => {
  withPassword(router, console);
  withCode(router, console);
  signingOut(router, console);
};
