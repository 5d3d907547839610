import Router from '@koa/router';
import { sessionStore } from '../../usecases/sign-in/sessions.ts';
import { auditPages } from './audit-routes.ts';
import { caseRoutes } from './case-routes.ts';
import { type ConsoleParts, createConsole } from './console.ts';
import { incidentPages } from './incident-routes.ts';
import { loginRoutes } from './login-routes.ts';
import { meRoutes } from './me-routes.ts';
import { assetRoutes, createViews } from './page.ts';
import { payoutPages } from './payout-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { sessions } from './session.ts';
import { threadPages } from './thread-routes.ts';

/** The console at `/staff`: plain pages and forms for staff, on the same use cases as the API. Nothing needs a script. */
export const consoleRoutes = (parts: ConsoleParts): Router => {
  const { deps, signIn, https } = parts;
  const router = new Router();
  const views = createViews();
  const console = createConsole(parts, views);

  assetRoutes(router, views);
  router.use(
    /^\/staff(\/|$)/,
    sessions({ store: sessionStore(deps.store, signIn.wallClock), random: deps.random, https }),
  );
  loginRoutes(router, console);
  queueRoutes(router, console);
  caseRoutes(router, console);
  threadPages(router, console);
  payoutPages(router, console);
  incidentPages(router, console);
  meRoutes(router, console);
  auditPages(router, console);
  router.get(
    '/staff/*rest',
    console.open((ctx, visit) => {
      console.problem(ctx, visit, 404, 'not_found');
    }),
  );
  return router;
};
