import Router from '@koa/router';
import type { StaffMember } from '../../domain/staff.ts';
import { isoChina } from '../../domain/time.ts';
import type { Deps } from '../../usecases/deps.ts';
import { authenticateToken } from '../../usecases/staff-accounts.ts';
import { issueOwnCode } from '../../usecases/staff-chat/own-wechat.ts';
import { callerByToken } from '../http/bearer.ts';
import { readerOf } from './caller.ts';
import { errorsInCallersLanguage } from './errors-in-language.ts';
import { refusedWith } from './refusals.ts';

/**
 * `POST /api/staff/me/wechat-code`: a code of 8 signs; whoever sends `绑定 CODE` or `bind CODE` to the account from their
 * WeChat before `expiresAt` works on cases from there as the caller. It is told this once, and ends any before it.
 */
export const staffMeRoutes = (deps: Deps): Router<{ caller: StaffMember }> => {
  const router = new Router<{ caller: StaffMember }>({ prefix: '/api/staff/me' });
  router.use(errorsInCallersLanguage);
  router.use(callerByToken((token) => authenticateToken(deps, token)));

  router.post('/wechat-code', async (ctx) => {
    const issued = await issueOwnCode(deps, readerOf(ctx));
    if (!issued.ok) throw refusedWith('forbidden');
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { code: issued.value.code, expiresAt: isoChina(issued.value.expiresAt) };
  });

  return router;
};
