import Router from '@koa/router';
import { preferredLanguage } from '../http/language.ts';
import { problemIn, textsIn } from './console.ts';
import { askedLanguage } from './language.ts';
import { assetRoutes, createViews } from './page.ts';

/** The console while there is no database, and so nobody who has signed in: every page says so. */
export const waitingPages = (): Router => {
  const router = new Router();
  const views = createViews();
  const problem = problemIn(views);
  assetRoutes(router, views);
  router.all(/^\/staff(\/|$)/, (ctx) => {
    const language = askedLanguage(ctx) ?? preferredLanguage(ctx);
    problem(ctx, { language, texts: textsIn[language], csrf: '', address: '' }, 503, 'no_database');
  });
  return router;
};
