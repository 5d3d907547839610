import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Router from '@koa/router';
import { Eta } from 'eta';
import { allowedTo } from '../../usecases/console-view.ts';
import type { Ctx, StaffVisit, Visit } from './console.ts';

/** Templates stay in `src`, which lies three levels up and down again from `src/…` and from `dist/…` alike. */
const folder = fileURLToPath(new URL('../../../src/transport/console/', import.meta.url));

const ASSETS = [
  ['console.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'image/svg+xml'],
] as const;

interface Asset {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly href: string;
}

const readAsset = ([name, type]: (typeof ASSETS)[number]): readonly [string, Asset] => {
  const body = readFileSync(join(folder, 'assets', name));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return [name, { body, type, etag: `"${hash}"`, href: `/staff/assets/${name}?v=${hash}` }];
};

/** `title` stands in the tab; the rest is the template's own. */
export type PageData = { readonly title: string } & Readonly<Record<string, unknown>>;

export interface Views {
  /** Answers with the page, in the visitor's language. */
  show(ctx: Ctx, visit: Visit | StaffVisit, view: string, data: PageData): void;
  sendAsset(ctx: Ctx, name: string): boolean;
}

/** This page in the other language. */
const inLanguage = (ctx: Ctx, lang: string): string => {
  // A page that answers a form has no address of its own: here stands the one the form was on.
  const [, formPage] = /^(\/staff\/(?:cases\/[^/]+|threads|payouts|incidents|me))\//.exec(ctx.path) ?? [];
  const path = ctx.method === 'GET' ? ctx.path : (formPage ?? ctx.path);
  const query = new URLSearchParams(ctx.method === 'GET' ? ctx.querystring : '');
  query.set('lang', lang);
  query.delete('done');
  return `${path}?${query.toString()}`;
};

const navigation = (ctx: Ctx, visit: Visit | StaffVisit) => {
  if (!('staff' in visit)) return null;
  const { nav, roles } = visit.texts;
  const links = [
    { href: '/staff', label: nav.queue, here: ctx.path === '/staff' },
    { href: '/staff/threads', label: nav.threads },
    ...(allowedTo(visit.staff, 'run_payouts')
      ? [
          { href: '/staff/payouts', label: nav.payouts },
          { href: '/staff/incidents', label: nav.incidents },
        ]
      : []),
    ...(allowedTo(visit.staff, 'read_audit') ? [{ href: '/staff/audit', label: nav.audit }] : []),
    { href: '/staff/me', label: nav.me },
  ];
  return {
    links: links.map((link) => ({ here: ctx.path.startsWith(link.href), ...link })),
    name: visit.staff.name,
    role: roles[visit.staff.role],
  };
};

export const createViews = (): Views => {
  const assets = new Map(ASSETS.map(readAsset));
  const eta = new Eta({ views: join(folder, 'views'), cache: true });
  return {
    show: (ctx, visit, view, data) => {
      const { language, texts, csrf } = visit;
      const frame = {
        lang: language,
        htmlLang: language === 'zh' ? 'zh-CN' : 'en',
        t: texts,
        csrf,
        navigation: navigation(ctx, visit),
        inZh: inLanguage(ctx, 'zh'),
        inEn: inLanguage(ctx, 'en'),
        css: assets.get('console.css')?.href,
        icon: assets.get('icon.svg')?.href,
      };
      ctx.type = 'html';
      ctx.set('Cache-Control', 'no-store');
      // With "no-referrer" browsers would not say where a form comes from.
      ctx.set('Referrer-Policy', 'same-origin');
      ctx.set('Content-Language', frame.htmlLang);
      ctx.vary('Accept-Language');
      ctx.body = eta.render(`./${view}`, { ...frame, ...data });
    },
    sendAsset: (ctx, name) => {
      const asset = assets.get(name);
      if (!asset) return false;
      ctx.type = asset.type;
      ctx.set('ETag', asset.etag);
      ctx.set('Cache-Control', 'public, max-age=86400');
      ctx.body = asset.body;
      if (ctx.fresh) ctx.status = 304;
      return true;
    },
  };
};

export const assetRoutes = (router: Router, views: Views): void => {
  router.get('/staff/assets/:name', async (ctx, next) => {
    if (!views.sendAsset(ctx, ctx.params['name'] ?? '')) await next();
  });
};
