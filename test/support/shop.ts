/** The shop's own system as a stranger would write it: it checks every signature by itself, and answers as it is told to. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ShopSettings, createShop } from '../../src/gateways/shop/client.ts';
import type { Clock } from '../../src/domain/time.ts';
import { NOW } from './case.ts';
import type { Cleanup } from './http-app.ts';

export const SECRET = 'a-secret-that-shop-and-desk-share-0123';

type Json = Record<string, unknown>;

export interface Heard {
  readonly id: string;
  readonly type: string;
  readonly line: number;
  readonly timestamp: number;
  readonly body: Json;
}

/** What it does with a message: a status, with a body where one is given; or it never answers. */
export type Answer = { readonly status: number; readonly body?: string; readonly location?: string } | 'hang';

export interface Receiver {
  readonly url: string;
  /** Everything that came with a sound signature, also what was not answered with a yes. */
  readonly heard: Heard[];
  /** Of which it answered 2xx. */
  readonly taken: Heard[];
  /** What was wrong with what came. */
  readonly faults: string[];
  /** How it answers from now on. Default: 204. */
  answer: (to: (heard: Heard) => Answer | Promise<Answer>) => void;
  /** Resolves when that many messages have come. */
  until: (count: number) => Promise<void>;
}

const header = (request: IncomingMessage, name: string): string => String(request.headers[name] ?? '');

const isSigned = (request: IncomingMessage, body: string, key: Buffer): boolean => {
  const signed = `${header(request, 'webhook-id')}.${header(request, 'webhook-timestamp')}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest();
  const [version, signature = ''] = header(request, 'webhook-signature').split(',');
  const given = Buffer.from(signature, 'base64');
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
};

export const startReceiver = async (cleanup: Cleanup, key = Buffer.from(SECRET)): Promise<Receiver> => {
  const heard: Heard[] = [];
  const taken: Heard[] = [];
  const faults: string[] = [];
  const waiting: { count: number; go: () => void }[] = [];
  let answerTo: (heard: Heard) => Answer | Promise<Answer> = () => ({ status: 204 });
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = await text(request);
    if (request.method !== 'POST' || header(request, 'content-type') !== 'application/json')
      faults.push(`${String(request.method)} ${header(request, 'content-type')}`);
    if (!isSigned(request, raw, key)) faults.push(`not signed: ${raw}`);
    const body = JSON.parse(raw) as Json;
    const id = header(request, 'webhook-id');
    if (body['id'] !== id) faults.push(`${id} is called ${String(body['id'])}`);
    const message: Heard = {
      id,
      type: String(body['type']),
      line: Number(body['line']),
      timestamp: Number(header(request, 'webhook-timestamp')),
      body,
    };
    heard.push(message);
    for (const each of waiting.filter(({ count }) => count <= heard.length)) each.go();
    const answer = await answerTo(message);
    if (answer === 'hang') return;
    if (answer.status < 300) taken.push(message);
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end(answer.body ?? '');
  };
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hooks`,
    heard,
    taken,
    faults,
    answer: (to) => void (answerTo = to),
    until: (count) =>
      heard.length >= count
        ? Promise.resolve()
        : new Promise((go) => {
            waiting.push({ count, go });
          }),
  };
};

export const shopAt = (url: string, clock: Clock = { now: () => NOW }, over: Partial<ShopSettings> = {}) =>
  createShop({ url, secret: SECRET, timeoutMs: 5_000, clock, ...over });
