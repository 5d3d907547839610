import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Router } from '@koa/router';
import { Eta } from 'eta';
import type { Context } from 'koa';
import type { Language } from '../../domain/reason.ts';
import type { Policies } from '../../usecases/load-policies.ts';
import { preferredLanguage } from '../http/language.ts';
import { presentFrame, presentPolicy } from './page.ts';

/** Templates stay in `src`, which lies three levels up and down again from `src/…` and from `dist/…` alike. */
const views = fileURLToPath(new URL('../../../src/transport/policy/', import.meta.url));

const CSS_PATH = '/policy/assets/policy.css';

/** Nothing but our own stylesheet: no script, no picture, no frame. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Asset {
  readonly body: string;
  readonly etag: string;
}

type InBoth = Readonly<Record<Language, Asset>>;

const asset = (body: string): Asset => ({
  body,
  etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
});

const inBoth = (render: (lang: Language) => string): InBoth => ({
  zh: asset(render('zh')),
  en: asset(render('en')),
});

/** `?lang=` where it names a language we have, else what the browser prefers, else Chinese. */
const languageOf = (ctx: Context): Language => {
  const { lang } = ctx.query;
  const asked = Array.isArray(lang) ? lang[0] : lang;
  if (asked === 'zh' || asked === 'en') return asked;
  return preferredLanguage(ctx);
};

const answer = (ctx: Context, { body, etag }: Asset, type: string, cacheControl: string): void => {
  ctx.type = type;
  ctx.set('ETag', etag);
  ctx.set('Cache-Control', cacheControl);
  ctx.body = body;
  if (ctx.fresh) ctx.status = 304;
};

const answerPage = (ctx: Context, status: number, page: InBoth): void => {
  const lang = languageOf(ctx);
  ctx.status = status;
  ctx.vary('Accept-Language');
  ctx.set('Content-Language', lang === 'zh' ? 'zh-CN' : 'en');
  ctx.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  answer(ctx, page[lang], 'html', 'no-cache');
};

/** Every page of every version, as they are while this one is in force. */
const render = (eta: Eta, policies: Policies, cssHref: string) => {
  const { current, byVersion } = policies;
  return {
    inForce: current.version,
    pages: new Map(
      [...byVersion].map(([version, policy]) => [
        version,
        inBoth((lang) => eta.render('./policy', presentPolicy(policy, policies, lang, cssHref))),
      ]),
    ),
    unknownVersion: inBoth((lang) => eta.render('./unknown-version', presentFrame(current, lang, cssHref))),
  };
};

/**
 * `GET /policy` (the version in force), `GET /policy/{version}` (404 with a way back where there is none) and
 * their stylesheet. Every page is rendered here, so a broken template stops the start, and anew only when another
 * version comes into force.
 */
export const policyRoutes = (policies: () => Policies): Router => {
  const css = asset(readFileSync(join(views, 'policy.css'), 'utf8'));
  const cssHref = `${CSS_PATH}?v=${encodeURIComponent(css.etag.slice(1, 9))}`;
  const eta = new Eta({ views });
  let rendered = render(eta, policies(), cssHref);
  const renderedNow = () => {
    const now = policies();
    if (now.current.version !== rendered.inForce) rendered = render(eta, now, cssHref);
    return rendered;
  };

  const show = (ctx: Context, version: string): void => {
    const { pages, unknownVersion } = renderedNow();
    const page = pages.get(version);
    if (page === undefined) answerPage(ctx, 404, unknownVersion);
    else answerPage(ctx, 200, page);
  };

  return new Router()
    .get('/policy', (ctx) => {
      show(ctx, renderedNow().inForce);
    })
    .get(CSS_PATH, (ctx) => {
      answer(ctx, css, 'css', 'public, max-age=86400');
    })
    .get('/policy/:version', (ctx) => {
      show(ctx, ctx.params.version ?? '');
    });
};
