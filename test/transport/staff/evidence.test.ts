import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../../src/usecases/documents/messages.ts';
import { messages } from '../../../src/usecases/documents/messages.ts';
import { NOW } from '../../support/case.ts';
import { putCase } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';

useStaffApi();

const caseNo = 'RF20260302ABCDEF';
const path = `/api/staff/cases/${caseNo}`;

describe('GET /api/staff/cases/{caseNo}/evidence/{n}', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  const withPicture = async (
    picture: Partial<NonNullable<Message['picture']>>,
    contentType = 'image/jpeg',
  ) => {
    await putCase(api, { evidence: ['message-1'] });
    await api.store.insert(messages, 'message-1', {
      appid: 'wx0000000000000001',
      openid: 'oCustomer',
      at: NOW,
      direction: 'in',
      type: 'image',
      text: '',
      reply: null,
      picture: { mediaId: 'media', state: 'stored', contentType, failures: 0, ...picture },
      nextActionAt: null,
    });
    await api.store.putBlob('message-1', { contentType, bytes: jpeg });
  };

  it('a stored picture: its bytes, shown in place, not kept and not guessed at', async () => {
    await withPicture({});
    const answer = await api.call(`${path}/evidence/1`, { token });
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'image/jpeg']);
    expect(answer.headers.get('Content-Length')).toBe('7');
    expect(answer.headers.get('Content-Disposition')).toBe(`inline; filename="${caseNo}-1.jpg"`);
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
    expect((await api.call(path, { token })).at('evidence')).toEqual([
      { n: 1, state: 'stored', contentType: 'image/jpeg', url: `${path}/evidence/1` },
    ]);
  });

  it('a file that is no picture: only ever saved', async () => {
    await withPicture({}, 'text/html');
    const answer = await api.call(`${path}/evidence/1`, { token });
    expect(answer.headers.get('Content-Type')).toBe('application/octet-stream');
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('Content-Security-Policy')).toContain('sandbox');
  });

  it.each([
    ['pending', 409, 'evidence_pending'],
    ['gone', 410, 'evidence_gone'],
  ] as const)('a picture that is %s: %d %s', async (state, status, code) => {
    await withPicture({ state });
    const answer = await api.call(`${path}/evidence/1`, { token });
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
  });

  it.each([
    [`${path}/evidence/2`, 404, 'evidence_not_found'],
    [`${path}/evidence/0`, 400, 'invalid_request'],
    [`${path}/evidence/message-1`, 400, 'invalid_request'],
    ['/api/staff/cases/RF20260302ZZZZZZ/evidence/1', 404, 'case_not_found'],
  ])('%s: %d %s', async (at, status, code) => {
    await withPicture({});
    const answer = await api.call(at, { token });
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
  });
});
