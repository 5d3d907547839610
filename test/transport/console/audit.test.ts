import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/store.ts';
import { audit, auditFacet } from '../../../src/usecases/documents/audit.ts';
import { type ConsoleServer, consoleServer, signedIn, tokenFor } from '../../support/console.ts';
import { Cleanup, temporaryStore } from '../../support/http-app.ts';
import { collections } from '../../../src/usecases/documents/index.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';

const caseNo = 'RF20260302ABCDEF';

let cleanup: Cleanup;
let server: ConsoleServer;

beforeEach(async () => {
  cleanup = new Cleanup();
  server = await consoleServer(cleanup);
  await putOrderOf(server, await putCase(server));
});
afterEach(() => cleanup.run());

const api = async (token: string, path: string, body?: object) => {
  const response = await fetch(`${server.url}/api/staff${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const actions = async () =>
  (await server.audited()).map(({ staff, action, caseNo: no, outcome }) => [staff, action, no, outcome]);

describe('what is recorded', () => {
  it('in the console: the case, the conversation, the decision; not the list, which says nothing of a customer', async () => {
    const browser = await signedIn(server, '小王', await server.hire('小王', 'agent'));
    const page = `/staff/cases/${caseNo}`;
    await browser.get('/staff');
    await browser.get(`${page}/conversation`);
    await browser.get('/staff/cases/RF20260302ZZZZZZ');
    await browser.fill(page, `${page}/approve`, { note: '核实无误' });
    expect(await actions()).toEqual([
      ['小王', 'signed_in', null, 'ok'],
      ['小王', 'read_transcript', caseNo, 'ok'],
      ['小王', 'read_case', caseNo, 'ok'],
      ['小王', 'approve', caseNo, 'ok'],
    ]);
  });

  it('through the API: every case handed out, in a list as well, and decisions however they end', async () => {
    await server.hire('小王', 'agent');
    const token = await tokenFor(server, '小王');
    await api(token, '/cases');
    await api(token, `/cases/${caseNo}`);
    await api(token, `/cases/${caseNo}/approve`, { amountFen: 1, note: '少退' });
    expect(await actions()).toEqual([
      ['小王', 'list_cases', null, 'ok'],
      ['小王', 'read_case', caseNo, 'ok'],
      ['小王', 'approve', caseNo, 'partial_needs_offer'],
    ]);
    const ofCase = await server.store.scan(audit, 'log', { facet: auditFacet(null, caseNo), limit: 10 });
    expect(ofCase.items.map(({ doc }) => doc.action)).toEqual(['list_cases', 'read_case', 'approve']);
  });
});

describe('reading it', () => {
  beforeEach(async () => {
    await server.hire('小王', 'agent');
    const token = await tokenFor(server, '小王');
    await api(token, `/cases/${caseNo}`);
    server.clock.advance(1_000);
  });

  it.each(['admin', 'auditor'] as const)(
    '%s: by page and by API, newest first; that is recorded too',
    async (role) => {
      const browser = await signedIn(server, '审计', await server.hire('审计', role));
      const { status, html } = await browser.get(`/staff/audit?caseNo=${caseNo.toLowerCase()}`);
      expect([status, html]).toEqual([200, expect.stringContaining('查看案件')]);
      expect(html).not.toContain('>登录<');
      const { body } = await api(await tokenFor(server, '审计'), '/audit');
      expect(body).toMatchObject({
        next: null,
        entries: [
          { staff: '审计', action: 'read_audit', caseNo },
          { staff: '审计', action: 'signed_in' },
          {
            at: '2026-03-02T10:00:00.000+08:00',
            staff: '小王',
            action: 'read_case',
            caseNo,
            listed: [],
            address: '127.0.0.1',
            outcome: 'ok',
          },
        ],
      });
      expect((await server.audited()).at(-1)).toMatchObject({ staff: '审计', action: 'read_audit' });
    },
  );

  it('one person’s, and one person’s with one case', async () => {
    await server.hire('审计', 'auditor');
    const token = await tokenFor(server, '审计');
    const count = async (query: string) =>
      ((await api(token, `/audit?${query}`)).body['entries'] as unknown[]).length;
    expect(await count('staff=%E5%B0%8F%E7%8E%8B')).toBe(1);
    expect(await count(`staff=%E5%B0%8F%E7%8E%8B&caseNo=${caseNo}`)).toBe(1);
    expect(await count('staff=nobody')).toBe(0);
  });

  it('more than a page: the cursor goes on, each entry once', async () => {
    await server.hire('审计', 'auditor');
    const token = await tokenFor(server, '审计');
    const reader = await tokenFor(server, '小王');
    for (let n = 0; n < 60; n += 1) await api(reader, `/cases/${caseNo}`);
    const first = (await api(token, '/audit?staff=%E5%B0%8F%E7%8E%8B')).body;
    const second = (await api(token, `/audit?staff=%E5%B0%8F%E7%8E%8B&cursor=${String(first['next'])}`)).body;
    const sizes = [first, second].map((page) => (page['entries'] as unknown[]).length);
    expect([sizes, second['next']]).toEqual([[50, 11], null]);
  });

  it.each(['agent', 'supervisor', 'finance'] as const)(
    '%s: 403 by page and by API, no link, recorded',
    async (role) => {
      const browser = await signedIn(server, '某人', await server.hire('某人', role));
      expect((await browser.get('/staff')).html).not.toContain('/staff/audit');
      const page = await browser.get('/staff/audit');
      expect([page.status, page.html]).toEqual([403, expect.stringContaining('没有权限')]);
      const answer = await api(await tokenFor(server, '某人'), '/audit');
      expect([answer.status, answer.body]).toMatchObject([403, { error: { code: 'forbidden' } }]);
      expect((await actions()).slice(-2)).toEqual([
        ['某人', 'read_audit', null, 'forbidden'],
        ['某人', 'read_audit', null, 'forbidden'],
      ]);
    },
  );

  it('without a token: 401; a cursor or a case number that is none: 400', async () => {
    expect((await api('nobody', '/audit')).status).toBe(401);
    await server.hire('审计', 'auditor');
    const token = await tokenFor(server, '审计');
    for (const query of ['cursor=x', 'caseNo=RF1'])
      expect((await api(token, `/audit?${query}`)).status).toBe(400);
  });
});

describe('where the log cannot be written', () => {
  /** A database whose audit log alone is broken. */
  const withoutAudit = (store: Store): Store => ({
    ...store,
    get: store.get.bind(store),
    getByKey: store.getByKey.bind(store),
    replace: store.replace.bind(store),
    scan: store.scan.bind(store),
    getBlob: store.getBlob.bind(store),
    insert: (collection, id, doc) =>
      collection.name === 'audit'
        ? Promise.reject(new Error('the disk is full'))
        : store.insert(collection, id, doc),
  });

  it('a case is not handed out; a decision stands, and operators are told', async () => {
    const store = await temporaryStore(cleanup, collections);
    const broken = await consoleServer(cleanup, { store: withoutAudit(store) });
    await putOrderOf(broken, await putCase(broken));
    await broken.hire('小王', 'agent');
    const token = await tokenFor(broken, '小王');
    const call = (path: string, body?: object) =>
      fetch(`${broken.url}/api/staff/cases/${caseNo}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const read = await call('');
    expect(read.status).toBe(500);
    expect(await read.text()).not.toContain('没有用过');
    const decided = await call('/approve', { amountFen: 19_800, note: '核实无误' });
    expect(decided.status).toBe(200);
    expect(broken.captured.text()).toContain('a decision could not be entered in the audit log');
  });
});
