import { gzipSync } from 'node:zlib';
import Router from '@koa/router';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { OperationalError } from '../../../src/errors.ts';
import { storeUnavailable } from '../../../src/store/unavailable.ts';
import { jsonBody } from '../../../src/transport/http/json-body.ts';
import { validate } from '../../../src/transport/http/validate.ts';
import { type CapturedLog, Cleanup, type Client, capturedLog, serve } from '../../support/http-app.ts';

let cleanup: Cleanup;
let captured: CapturedLog;
let call: Client;

const secretInside = 'https://api.example/x?access_token=VERYSECRET&openid=oABCD01234567890123456789xyz';

const routes = (): Router => {
  const router = new Router({ prefix: '/try' });
  router.use(jsonBody('1kb'));
  router.post('/echo', (ctx) => {
    ctx.body = { got: ctx.request.body };
  });
  router.post('/typed', (ctx) => {
    ctx.body = validate(
      z.object({ name: z.string(), items: z.array(z.object({ n: z.int() })) }),
      ctx.request.body,
    );
  });
  router.get('/operational', () => {
    throw new OperationalError(409, 'taken', 'Someone was faster.', { by: 'them' });
  });
  router.get('/unavailable', () => {
    throw storeUnavailable(new Error('disk I/O error'));
  });
  router.get('/unexpected', (ctx) => {
    ctx.body = { half: 'done' };
    throw new Error(`cannot reach ${secretInside}`);
  });
  router.get('/thrown-text', () => {
    AbortSignal.abort('a text').throwIfAborted();
  });
  router.get('/of-another-server', () => {
    throw Object.assign(new Error('no such account upstream'), { status: 404 });
  });
  router.get('/teapot', (ctx) => {
    ctx.throw(418, 'short and stout');
  });
  return router;
};

beforeEach(async () => {
  cleanup = new Cleanup();
  captured = capturedLog();
  let at = 0;
  call = await serve(cleanup, [routes(), new Router()], { log: captured.log, now: () => (at += 5) });
});
afterEach(() => cleanup.run());

describe('an error', () => {
  it('operational: its status, code, message and details', async () => {
    const answer = await call('/try/operational');
    expect(answer.status).toBe(409);
    expect(answer.at('')).toEqual({
      error: { code: 'taken', message: 'Someone was faster.', details: { by: 'them' } },
    });
  });

  it('operational, and no fault of who asked: shown without its cause, which stands in the log', async () => {
    const answer = await call('/try/unavailable');
    expect([answer.status, answer.error?.code]).toEqual([503, 'store_unavailable']);
    expect(answer.text).not.toContain('disk I/O');
    const line = captured.lines().find(({ err }) => err !== undefined);
    expect(line).toMatchObject({ level: 50, path: '/try/unavailable', err: { code: 'store_unavailable' } });
    expect(JSON.stringify(line)).toContain('disk I/O error');
  });

  it('of any other kind: 500 that says nothing of it, and a log line under the id it names', async () => {
    const answer = await call('/try/unexpected');
    expect([answer.status, answer.error?.code]).toEqual([500, 'internal_error']);
    expect(answer.text).not.toMatch(/half|cannot reach|VERYSECRET|stack/);
    const { errorId } = answer.error?.details as { errorId: string };
    expect(answer.error?.message).toContain(errorId);
    const line = captured.lines().find((each) => each['errorId'] === errorId);
    expect(line).toMatchObject({ level: 50, err: { message: expect.stringContaining('cannot reach') } });
  });

  it('that is no Error at all: 500 all the same', async () => {
    expect((await call('/try/thrown-text')).error?.code).toBe('internal_error');
  });

  it('that carries the status of another server: 500, not that server’s answer', async () => {
    const answer = await call('/try/of-another-server');
    expect([answer.status, answer.error?.code]).toEqual([500, 'internal_error']);
    expect(answer.text).not.toContain('upstream');
  });

  it("of Koa's own that may be shown: its status and words", async () => {
    const answer = await call('/try/teapot');
    expect([answer.status, answer.error]).toEqual([418, { code: 'bad_request', message: 'short and stout' }]);
  });

  it('an address nobody serves: 404 not_found', async () => {
    const answer = await call('/try/nothing');
    expect([answer.status, answer.error?.code]).toEqual([404, 'not_found']);
  });

  it('a method that is not served there: 405 with what is', async () => {
    const answer = await call('/try/echo', { method: 'DELETE' });
    expect([answer.status, answer.error?.code]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('Allow')).toBe('POST');
  });
});

describe('a JSON body', () => {
  it('sent compressed: read', async () => {
    const answer = await fetchEcho({ 'Content-Encoding': 'gzip' }, gzipSync('{"a":"退款"}'));
    expect(answer).toEqual([200, { got: { a: '退款' } }]);
  });

  const fetchEcho = async (headers: Record<string, string>, bytes: Buffer): Promise<[number, unknown]> => {
    const answer = await call('/try/echo', { method: 'POST', raw: bytes, headers });
    return [answer.status, answer.at('')];
  };

  it('left out: an empty object', async () => {
    const answer = await call('/try/echo', { method: 'POST' });
    expect([answer.status, answer.at('got')]).toEqual([200, {}]);
  });

  it.each(['{"a":', '"text"', '7', '{"a":1}x', '{"__proto__":{"admin":true}}'])(
    'malformed, as %j: 400',
    async (raw) => {
      const answer = await call('/try/echo', { method: 'POST', raw });
      expect([answer.status, answer.error?.code]).toEqual([400, 'malformed_json']);
    },
  );

  it('over the limit: 413 body_too_large', async () => {
    const answer = await call('/try/echo', { method: 'POST', body: { a: 'x'.repeat(1100) } });
    expect([answer.status, answer.error?.code]).toEqual([413, 'body_too_large']);
  });

  it('small when compressed and over the limit when not: 413 body_too_large', async () => {
    const [status] = await fetchEcho(
      { 'Content-Encoding': 'gzip' },
      gzipSync(`{"a":"${'x'.repeat(100_000)}"}`),
    );
    expect(status).toBe(413);
  });

  it.each([
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'unsupported_media_type'],
    ['text', { 'Content-Type': 'text/plain' }, 'unsupported_media_type'],
    ['an unknown encoding', { 'Content-Encoding': 'zip' }, 'unsupported_encoding'],
  ])('%s in its place: 415', async (_what, headers, code) => {
    const answer = await call('/try/echo', { method: 'POST', raw: '{"a":1}', headers });
    expect([answer.status, answer.error?.code]).toEqual([415, code]);
  });

  it('of the wrong shape: 400 invalid_request with every fault and where it is', async () => {
    const answer = await call('/try/typed', { method: 'POST', body: { items: [{ n: 1 }, { n: 1.5 }] } });
    expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
    expect(answer.error?.details).toEqual([
      { path: 'name', message: expect.any(String) },
      { path: 'items.1.n', message: expect.any(String) },
    ]);
    expect(answer.error?.message).toContain('items.1.n');
  });
});

describe('every answer', () => {
  it.each(['/try/operational', '/try/unexpected', '/try/nothing'])('at %s: strict headers', async (path) => {
    const { headers } = await call(path);
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Strict-Transport-Security')).toBeNull();
  });

  it('leaves one line: method, path, status and time, no query and no body', async () => {
    await call('/try/echo?signature=abc&openid=oABCD01234567890123456789xyz', {
      method: 'POST',
      body: { note: 'in confidence' },
    });
    expect(captured.lines()).toEqual([
      expect.objectContaining({ method: 'POST', path: '/try/echo', status: 200, durationMs: 5 }),
    ]);
    expect(captured.text()).not.toMatch(/abc|oABCD|confidence/);
  });

  it('a failure leaves a line at error level', async () => {
    await call('/try/unexpected');
    expect(captured.lines().map((line) => line['level'])).toEqual([50, 50]);
    expect(captured.text()).not.toMatch(/VERYSECRET|oABCD01234567890/);
  });
});
