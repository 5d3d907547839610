import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/store.ts';
import { opsRoutes } from '../../../src/transport/ops/routes.ts';
import { staffAccounts } from '../../../src/usecases/documents/staff.ts';
import {
  type CapturedLog,
  Cleanup,
  type Client,
  capturedLog,
  serve,
  temporaryStore,
} from '../../support/http-app.ts';

let cleanup: Cleanup;
let captured: CapturedLog;
let store: Store;
let call: Client;
let shuttingDown: boolean;
let ping: () => Promise<void>;

beforeEach(async () => {
  cleanup = new Cleanup();
  captured = capturedLog();
  shuttingDown = false;
  store = await temporaryStore(cleanup, [staffAccounts]);
  ping = () => store.ping();
  const deps = {
    ping: () => ping(),
    pingWithinMs: 1_000,
    isShuttingDown: () => shuttingDown,
    version: '1.2.3',
    log: captured.log,
  };
  call = await serve(cleanup, [opsRoutes(deps)], { log: captured.log, now: () => 0 });
});
afterEach(() => cleanup.run());

it('GET /healthz: 200 with the version, whatever the store does', async () => {
  await store.close();
  const answer = await call('/healthz');
  expect([answer.status, answer.at('')]).toEqual([200, { status: 'ok', version: '1.2.3' }]);
});

it('GET /readyz while the store works: 200, without a line in the log', async () => {
  const answer = await call('/readyz');
  expect([answer.status, answer.at('')]).toEqual([200, { status: 'ready' }]);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  expect(captured.lines()).toEqual([]);
});

it('GET /readyz while the store is closed: 503 in one word, the fault in the log alone', async () => {
  await store.close();
  const answer = await call('/readyz');
  expect(answer.status).toBe(503);
  expect(answer.at('')).toEqual({ status: 'not_ready', reasons: ['store_unavailable'] });
  expect(captured.text()).toContain('closed');
});

it('GET /readyz while the store hangs: 503 all the same, within the time set for it', async () => {
  ping = () => new Promise(() => undefined);
  const answer = await call('/readyz');
  expect([answer.status, answer.at('reasons')]).toEqual([503, ['store_unavailable']]);
  expect(captured.text()).toContain('no answer within 1000 ms');
});

it('GET /readyz while shutting down: 503', async () => {
  shuttingDown = true;
  const answer = await call('/readyz');
  expect([answer.status, answer.at('reasons')]).toEqual([503, ['shutting_down']]);
});
