import { Agent, request } from 'node:http';

export interface Shot {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer<S> {
  readonly shot: S;
  readonly status: number;
  readonly text: string;
  readonly latencyMs: number;
}

export interface Run<S> {
  readonly answers: readonly Answer<S>[];
  /** What kept a request from being answered at all. */
  readonly failures: readonly string[];
  /** From the first request to the last answer. */
  readonly elapsedMs: number;
}

export interface Shots<S> {
  /** The next one to send; undefined where there is none any more. */
  readonly take: () => S | undefined;
  readonly answered?: (shot: S) => void;
}

/** Twice as long as WeChat waits: a server that hangs ends the run, not the patience of whoever started it. */
const GIVE_UP_MS = 10_000;

const send = <S extends Shot>(agent: Agent, { hostname, port }: URL, shot: S): Promise<Answer<S>> =>
  new Promise((resolve, reject) => {
    const { method, path, body } = shot;
    const headers = { ...shot.headers, 'content-length': body.length };
    const sentAt = performance.now();
    const sent = request({ agent, hostname, port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const latencyMs = performance.now() - sentAt;
        if (response.complete) resolve({ shot, status: response.statusCode ?? 0, text, latencyMs });
        else reject(new Error('the answer broke off'));
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.setTimeout(GIVE_UP_MS, () => {
      sent.destroy(new Error(`no answer within ${String(GIVE_UP_MS)} ms`));
    });
    sent.end(body);
  });

/**
 * Sends over so many connections at once, each the next shot when the one before is answered, until none is left
 * or the time is over; what is under way then is waited for. A connection that fails sends no more. The answers are kept as
 * they came: they are read when nothing is being measured.
 */
export const fire = async <S extends Shot>(
  url: string,
  shots: Shots<S>,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Run<S>> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL(url);
  const answers: Answer<S>[] = [];
  const failures: string[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const connection = async (): Promise<void> => {
    while (performance.now() < until) {
      const shot = shots.take();
      if (!shot) return;
      answers.push(await send(agent, target, shot));
      shots.answered?.(shot);
    }
  };
  const working = Array.from({ length: connections }, () =>
    connection().catch((error: unknown) => {
      failures.push(String(error));
    }),
  );
  await Promise.all(working);
  const elapsedMs = performance.now() - startedAt;
  agent.destroy();
  return { answers, failures, elapsedMs };
};
