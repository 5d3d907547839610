import { bodyParser } from '@koa/bodyparser';
import type { RouterContext } from '@koa/router';
import { z } from 'zod';
import { OperationalError } from '../../errors.ts';
import type { Language } from '../../domain/reason.ts';
import type { StaffMember } from '../../domain/staff.ts';
import type { Deps } from '../../usecases/deps.ts';
import type { SignInDeps } from '../../usecases/sign-in/second-factor.ts';
import { sessionOwner } from '../../usecases/sign-in/sessions.ts';
import { clientAddress } from '../http/client-address.ts';
import { formToken, isOwnForm } from './csrf.ts';
import { languageOf } from './language.ts';
import type { Views } from './page.ts';
import { SESSION_COOKIE, currentSession, endSession } from './session.ts';
import { en } from './texts/en.ts';
import type { ConsoleTexts, Problem } from './texts/texts.ts';
import { zh } from './texts/zh.ts';

export interface DemoAccount extends Pick<StaffMember, 'name' | 'role'> {
  readonly password: string;
}

export interface ConsoleParts {
  readonly deps: Deps;
  readonly signIn: SignInDeps;
  /** Whether browsers reach us over https. */
  readonly https: boolean;
  /** False: the keys end with this process, and what is sealed under them with it. */
  readonly canEnrol: boolean;
  /** Whom visitors of the sandbox can be; none elsewhere. */
  readonly demo: readonly DemoAccount[];
}

/** One request, whoever it is from. */
export interface Visit {
  readonly language: Language;
  readonly texts: ConsoleTexts;
  readonly csrf: string;
  readonly address: string;
}

export interface StaffVisit extends Visit {
  readonly staff: StaffMember & { readonly hasTotp: boolean };
}

export type Ctx = RouterContext;
type Handler<V> = (ctx: Ctx, visit: V) => Promise<void> | void;

/** What the routes of the console are made with. */
export interface Console {
  readonly parts: ConsoleParts;
  readonly views: Views;
  /** For anybody. */
  readonly open: (handle: Handler<Visit>) => (ctx: Ctx) => Promise<void>;
  /** For staff who have signed in; others are sent to the sign-in page and back again. */
  readonly staff: (handle: Handler<StaffVisit>) => (ctx: Ctx) => Promise<void>;
  /** Shows what is wrong, in place of the page. */
  readonly problem: ShowProblem;
}

type ShowProblem = (ctx: Ctx, visit: Visit, status: number, what: Problem, errorId?: string) => void;

const formSchema = z.object({ csrf: z.string().catch('') });
export const textsIn: Readonly<Record<Language, ConsoleTexts>> = { zh, en };
const refusedByKoa = z.object({ status: z.int().min(400).max(499) });

const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb', encoding: 'utf-8' });
const nothing = (): Promise<void> => Promise.resolve();

const toLogin = (ctx: Ctx, notice: string): void => {
  const back = ctx.method === 'GET' && ctx.path !== '/staff' ? ctx.url : null;
  const query = new URLSearchParams({
    ...(notice === '' ? {} : { notice }),
    ...(back === null ? {} : { next: back }),
  }).toString();
  ctx.status = 303;
  ctx.redirect(`/staff/login${query === '' ? '' : `?${query}`}`);
};

const signedOut = (ctx: Ctx): void => {
  const hadSession = ctx.cookies.get(SESSION_COOKIE, { signed: true }) !== undefined;
  toLogin(ctx, ctx.method === 'POST' ? 'not_done' : hadSession ? 'expired' : '');
};

/** Shows what went wrong: in words where the request was at fault, else under an id that is in the log. */
const failure =
  ({ log, random }: Deps, problem: ShowProblem) =>
  (ctx: Ctx, visit: Visit, err: unknown): void => {
    const status = err instanceof OperationalError ? err.status : refusedByKoa.safeParse(err).data?.status;
    if (status !== undefined && status < 500) {
      problem(ctx, visit, status, 'bad_request');
      return;
    }
    const errorId = `E-${random.bytes(6).toString('hex')}`;
    log.error({ err, errorId, method: ctx.method, path: ctx.path }, 'a page of the console failed');
    problem(ctx, visit, 500, 'internal', errorId);
  };

export const problemIn =
  (views: Views): ShowProblem =>
  (ctx, visit, status, what, errorId) => {
    ctx.status = status;
    views.show(ctx, visit, 'problem', { title: visit.texts.problems[what].title, what, errorId });
  };

export const createConsole = (parts: ConsoleParts, views: Views): Console => {
  const { deps, https } = parts;

  const visitOf = (ctx: Ctx): Visit => {
    const language = languageOf(ctx, https);
    const csrf = formToken(ctx, deps.random, https);
    return { language, texts: textsIn[language], csrf, address: clientAddress(ctx) };
  };

  const problem = problemIn(views);
  const fail = failure(deps, problem);

  const guarded = async (ctx: Ctx, visit: Visit, run: () => Promise<void> | void): Promise<void> => {
    try {
      if (ctx.method === 'POST') {
        await readForm(ctx, nothing);
        const { csrf } = formSchema.parse(ctx.request.body ?? {});
        if (!isOwnForm(ctx, csrf, deps.publicUrl)) {
          problem(ctx, visit, 403, 'bad_form');
          return;
        }
      }
      await run();
    } catch (err) {
      fail(ctx, visit, err);
    }
  };

  return {
    parts,
    views,
    problem,
    open: (handle) => async (ctx) => {
      const visit = visitOf(ctx);
      await guarded(ctx, visit, () => handle(ctx, visit));
    },
    staff: (handle) => async (ctx) => {
      const session = currentSession(ctx);
      if (session?.stage === 'password') {
        ctx.status = 303;
        ctx.redirect('/staff/login/code');
        return;
      }
      const staff = session ? await sessionOwner(deps.store, session) : null;
      if (!staff) {
        if (session) endSession(ctx);
        signedOut(ctx);
        return;
      }
      ctx.state['caller'] = staff;
      const visit: StaffVisit = { ...visitOf(ctx), staff };
      await guarded(ctx, visit, () => handle(ctx, visit));
    },
  };
};

/** What a visitor of the console is to those who ask what they see: the reader the audit log names. */
export const readerOf = ({ staff, address }: StaffVisit) => ({ staff, address });

export const redirect = (ctx: Ctx, to: string): void => {
  ctx.status = 303;
  ctx.redirect(to);
};
