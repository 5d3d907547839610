import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Cleanup } from '../../support/http-app.ts';
import { NOW } from '../../support/case.ts';
import { type Receiver, SECRET, shopAt, startReceiver } from '../../support/shop.ts';

const message = { id: 'RF20260302ABCDEF-1', content: { type: 'refund.applied', line: 1, note: '退款' } };

let cleanup: Cleanup;
let receiver: Receiver;
beforeEach(async () => {
  cleanup = new Cleanup();
  receiver = await startReceiver(cleanup);
});
afterEach(async () => {
  await cleanup.run();
  expect(receiver.faults).toEqual([]);
});

describe('telling the shop', () => {
  it('a message: arrives as JSON under its id, signed with the time it was sent', async () => {
    expect(await shopAt(receiver.url).tell(message)).toEqual({ kind: 'delivered' });
    expect(receiver.heard).toEqual([
      {
        id: message.id,
        type: 'refund.applied',
        line: 1,
        timestamp: Math.floor(NOW / 1000),
        body: { id: message.id, ...message.content },
      },
    ]);
  });

  it('a secret in the form of Standard Webhooks: signed with the key that is in it', async () => {
    const key = Buffer.from('0123456789abcdefghijklmn');
    const strict = await startReceiver(cleanup, key);
    const shop = shopAt(strict.url, undefined, { secret: `whsec_${key.toString('base64')}` });
    await shop.tell(message);
    expect([strict.heard.length, strict.faults]).toEqual([1, []]);
  });

  it.each([200, 201, 202, 204])('answered %i: delivered', async (status) => {
    receiver.answer(() => ({ status }));
    expect(await shopAt(receiver.url).tell(message)).toEqual({ kind: 'delivered' });
  });

  it.each([400, 401, 404, 410, 429, 500, 503])('answered %i: refused', async (status) => {
    receiver.answer(() => ({ status, body: 'no' }));
    const answer = await shopAt(receiver.url).tell(message);
    expect(answer).toEqual({ kind: 'refused', status, detail: `HTTP ${String(status)}` });
  });

  it('sent on to another address: not delivered, and the other address hears nothing', async () => {
    const other = await startReceiver(cleanup);
    receiver.answer(() => ({ status: 307, location: other.url }));
    expect((await shopAt(receiver.url).tell(message)).kind).toBe('unknown');
    expect(other.heard).toEqual([]);
  });

  it('no answer: not known, after the time that is given', async () => {
    receiver.answer(() => 'hang');
    const answer = await shopAt(receiver.url, undefined, { timeoutMs: 100 }).tell(message);
    expect(answer).toEqual({ kind: 'unknown', detail: 'no whole answer within 100 ms' });
  });

  it('nobody there: not known, and what is said of it names neither address nor secret', async () => {
    const answer = await shopAt('http://127.0.0.1:9/hooks?key=hidden').tell(message);
    expect(answer.kind).toBe('unknown');
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(`hidden|${SECRET}`));
  });
});

describe('asking the shop', () => {
  it('answered 200 with JSON: the JSON', async () => {
    receiver.answer(() => ({ status: 200, body: '{"usage":null}' }));
    expect(await shopAt(receiver.url).ask(message)).toEqual({ kind: 'answered', body: { usage: null } });
  });

  it.each([
    ['204', { status: 204 }, 'refused'],
    ['404', { status: 404 }, 'refused'],
    ['no JSON', { status: 200, body: '<html>' }, 'unknown'],
    ['nothing', { status: 200, body: '' }, 'unknown'],
    ['more than anybody needs', { status: 200, body: `"${'x'.repeat(70_000)}"` }, 'unknown'],
  ])('answered with %s: no answer', async (_what, answer, kind) => {
    receiver.answer(() => answer);
    expect((await shopAt(receiver.url).ask(message)).kind).toBe(kind);
  });
});
