import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import type { Policy } from '../../../src/domain/policy/types.ts';
import { policyRoutes } from '../../../src/transport/policy/routes.ts';
import { publishedPolicy } from '../../support/policy.ts';

const current = publishedPolicy();
const older: Policy = {
  ...current,
  version: '2025-06',
  publishedAt: '2025-06-01T00:00:00+08:00',
  promise: { zh: '旧 <script>alert(1)</script> "承诺"', en: 'Old & <b>bold</b>' },
};
const toCome: Policy = { ...current, version: '2027-01', publishedAt: '2026-12-31T16:00:00Z' };
const byVersion = new Map([older, current, toCome].map((policy) => [policy.version, policy]));

let server: Server;
let base = '';

beforeAll(async () => {
  const routes = policyRoutes(() => ({ current, byVersion }));
  const app = new Koa();
  app.use(routes.routes()).use(routes.allowedMethods());
  const handle = app.callback();
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${base}${path}`, { headers: { 'accept-language': '*', ...headers } });
  return { response, html: await response.text() };
};

describe('the refund policy page', () => {
  it.each(['zh', 'en'] as const)(
    'shows every section and clause in %s, each with an anchor a chat can link to',
    async (lang) => {
      const { response, html } = await get(`/policy?lang=${lang}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      for (const section of current.sections) {
        expect(html).toContain(section.title[lang]);
        for (const clause of section.clauses) {
          const at = html.indexOf(`id="${clause.id}"`);
          expect(html.indexOf(clause.text[lang], at)).toBeGreaterThan(at);
          expect(at).toBeGreaterThan(0);
        }
      }
      expect(html).toContain('LI6666ZZa');
      expect(html).toContain('href="mailto:476274794@qq.com"');
    },
  );

  it('says its version and its publication date in China', async () => {
    expect((await get('/policy/2026-01?lang=zh')).html).toContain('2026 年 1 月 1 日');
    expect((await get('/policy/2027-01?lang=en')).html).toContain('1 January 2027');
    expect((await get('/policy/2025-06?lang=en')).html).toContain('<dd>2025-06</dd>');
  });

  it('a version in force carries no warning, an earlier one and one to come do, with a link to the current one', async () => {
    const notice = /<aside class="notice"[\s\S]*?<\/aside>/;
    expect((await get('/policy?lang=en')).html).not.toMatch(notice);
    expect((await get('/policy/2026-01?lang=en')).html).not.toMatch(notice);
    const earlier = notice.exec((await get('/policy/2025-06?lang=en')).html)?.[0];
    expect(earlier).toContain('earlier version');
    expect(earlier).toContain('href="/policy?lang=en"');
    const later = notice.exec((await get('/policy/2027-01?lang=zh')).html)?.[0];
    expect(later).toContain('自 2027 年 1 月 1 日 起生效');
    expect(later).toContain('href="/policy?lang=zh"');
  });

  it('lists every version, newest first', async () => {
    const { html } = await get('/policy?lang=zh');
    const links = [...html.matchAll(/href="\/policy\/([\d-]+)\?lang=zh"/g)].map((match) => match[1]);
    expect(links).toEqual(['2027-01', '2026-01', '2025-06']);
  });

  it('a text of the policy is shown as text, never as markup', async () => {
    const { html } = await get('/policy/2025-06?lang=zh');
    expect(html).not.toContain('<script');
    expect(html).toContain('旧 &lt;script&gt;alert(1)&lt;/script&gt; &quot;承诺&quot;');
  });
});

describe('the language of the page', () => {
  it.each([
    ['nothing is said', '', '', 'zh-CN'],
    ['the browser prefers English', '', 'en-US,en;q=0.9,zh;q=0.8', 'en'],
    ['the browser prefers Chinese', '', 'zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['the browser knows neither', '', 'fr-FR,fr', 'zh-CN'],
    ['the browser knows English as its second', '', 'fr-FR,en;q=0.5', 'en'],
    ['the link asks for English', '?lang=en', 'zh-CN', 'en'],
    ['the link asks for Chinese', '?lang=zh', 'en', 'zh-CN'],
    ['the link asks for a language we lack', '?lang=fr', 'en', 'en'],
    ['the link asks twice', '?lang=en&lang=zh', 'zh', 'en'],
  ])('where %s', async (_title, query, accepted, expected) => {
    const { response, html } = await get(
      `/policy${query}`,
      accepted === '' ? {} : { 'accept-language': accepted },
    );
    expect(html).toContain(`<html lang="${expected}">`);
    expect(response.headers.get('content-language')).toBe(expected);
    expect(response.headers.get('vary')).toMatch(/accept-language/i);
  });

  it('can be switched on the page, which marks the one shown', async () => {
    const { html } = await get('/policy/2025-06?lang=en');
    expect(html).toMatch(/<a href="\?lang=zh"[^>]*hreflang="zh-CN">中文<\/a>/);
    expect(html).toMatch(/<a href="\?lang=en"[^>]*aria-current="true">English<\/a>/);
  });
});

describe('a version that was never published', () => {
  it.each(['2031-01', 'policy.css', '%E2%80%AE', '__proto__', '%zz', '%3Cscript%3E'])(
    '%s is answered 404 with a way to the current one, and is not repeated on the page',
    async (version) => {
      const { response, html } = await get(`/policy/${version}?lang=en`);
      expect(response.status).toBe(404);
      expect(html).toContain('href="/policy?lang=en"');
      expect(html).toContain('There is no such version');
      expect(html).not.toMatch(/2031-01|<script|__proto__|%zz|\u202e/);
    },
  );

  it('in Chinese where the browser prefers it', async () => {
    expect((await get('/policy/2031-01', { 'accept-language': 'zh-CN' })).html).toContain('没有找到这个版本');
  });
});

describe('what the page loads', () => {
  it('is one stylesheet from this server, under a policy that allows nothing else', async () => {
    const { response, html } = await get('/policy');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
    const loaded = [...html.matchAll(/(?:src|<link[^>]+href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(loaded).toEqual([expect.stringMatching(/^\/policy\/assets\/policy\.css\?v=/)]);
    expect(html).not.toMatch(/<style|style="|<script|\son\w+="|https?:\/\//);
    const css = await get(loaded[0] ?? '');
    expect(css.response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(css.html).toContain('prefers-color-scheme: dark');
    expect(css.html).not.toMatch(/url\(|@import/);
  });

  it('is not sent again to a browser that has it, unless the language is another', async () => {
    const first = await get('/policy?lang=zh');
    const etag = first.response.headers.get('etag') ?? '';
    const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    const again = await get('/policy?lang=zh', known);
    expect([again.response.status, again.html]).toEqual([304, '']);
    expect((await get('/policy?lang=en', known)).response.status).toBe(200);
  });

  it('answers HEAD without a body, and 405 to what would change it', async () => {
    const head = await fetch(`${base}/policy`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${base}/policy`, { method: 'POST' })).status).toBe(405);
  });
});
