import type { Context, Middleware } from 'koa';
import createSession from 'koa-session';
import { type SessionData, sessionDataSchema } from '../../usecases/documents/staff-sessions.ts';
import type { Random } from '../../usecases/deps.ts';
import type { sessionStore } from '../../usecases/sign-in/sessions.ts';

export const SESSION_COOKIE = 'desk.staff';
const ID_BYTES = 32;

/** What all cookies of the console have in common. */
export const cookieOptions = (https: boolean) =>
  ({
    httpOnly: true,
    sameSite: 'lax',
    secure: https,
    path: '/staff',
    signed: true,
    overwrite: true,
  }) as const;

/**
 * `ctx.session`, kept in our store. The cookie ends with the browser; how long a session lasts is the store's to say,
 * by our clock. koa-session wants to extend a whole application's context: ours is extended for the console alone.
 */
export const sessions = (options: {
  store: ReturnType<typeof sessionStore>;
  random: Random;
  https: boolean;
}): Middleware => {
  const application = { use: () => undefined, context: {} };
  const settings = {
    ...cookieOptions(options.https),
    key: SESSION_COOKIE,
    maxAge: 'session' as const,
    store: options.store,
    genid: () => options.random.bytes(ID_BYTES).toString('base64url'),
  };
  const middleware = createSession(settings, application);
  return async (ctx, next) => {
    Object.defineProperties(ctx, Object.getOwnPropertyDescriptors(application.context));
    // Behind a proxy the connection to us is plain, and yet the browser's is not.
    if (options.https) ctx.cookies.secure = true;
    await middleware(ctx, next);
  };
};

interface Regenerable {
  regenerate(): Promise<void>;
}

const isRegenerable = (session: unknown): session is Regenerable =>
  typeof session === 'object' &&
  session !== null &&
  'regenerate' in session &&
  typeof session.regenerate === 'function';

/** The session this request came with; null: none, or one that has ended. */
export const currentSession = (ctx: Context): SessionData | null =>
  sessionDataSchema.safeParse(Reflect.get(ctx, 'session')).data ?? null;

/** Begins a session under a new id; the one this request came with ends, so that none can be foisted on anybody. */
export const beginSession = async (ctx: Context, data: SessionData): Promise<void> => {
  Reflect.set(ctx, 'session', data);
  const session: unknown = Reflect.get(ctx, 'session');
  if (!isRegenerable(session)) throw new Error('the console is used without its sessions');
  await session.regenerate();
};

export const endSession = (ctx: Context): void => {
  Reflect.set(ctx, 'session', null);
};
