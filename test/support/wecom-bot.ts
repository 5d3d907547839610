/** A WeCom group's bot on a real socket: takes what WeCom takes, and fails where it is told to. */
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the next message is answered with; `hang`: never. */
export type BotAnswer =
  { readonly status?: number; readonly body?: string; readonly location?: string } | 'hang' | 'reset';

const errorBody = (errcode: number, errmsg: string): string => JSON.stringify({ errcode, errmsg });
export const tooOften: BotAnswer = { body: errorBody(45009, 'api freq out of limit') };

const MAX_MARKDOWN_BYTES = 4096;

/** How WeCom answers a message of this kind (developer.work.weixin.qq.com/document/path/91770). */
const judge = (raw: string): { body: string; content: string | null } => {
  const message = JSON.parse(raw) as { msgtype?: unknown; markdown?: { content?: unknown } };
  const content = message.markdown?.content;
  if (message.msgtype !== 'markdown' || typeof content !== 'string')
    return { body: errorBody(40008, 'invalid message type'), content: null };
  if (content === '') return { body: errorBody(44004, 'empty content'), content: null };
  const bytes = Buffer.byteLength(content);
  if (bytes > MAX_MARKDOWN_BYTES)
    return { body: errorBody(40058, `markdown.content exceed max length ${String(bytes)}`), content: null };
  return { body: errorBody(0, 'ok'), content };
};

const answer = (response: ServerResponse, scripted: BotAnswer): void => {
  if (scripted === 'hang') return;
  if (scripted === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status = 200, body = '', location } = scripted;
  response.writeHead(status, location === undefined ? {} : { location });
  response.end(body);
};

export const startWecomBot = async () => {
  /** The content of each message it has taken. */
  const taken: string[] = [];
  const faults: string[] = [];
  let scripted: BotAnswer[] = [];
  let requests = 0;
  let always: BotAnswer | null = null;
  const server = createServer((request, response) => {
    requests += 1;
    void text(request).then((raw) => {
      const planned = scripted.shift() ?? always;
      if (planned !== null) {
        answer(response, planned);
        return;
      }
      if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json')
        faults.push(`${request.method ?? ''} ${request.headers['content-type'] ?? ''}`);
      const { body, content } = judge(raw);
      if (content === null) faults.push(body);
      else taken.push(content);
      answer(response, { body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    /** Its key is its secret. */
    url: `http://127.0.0.1:${String(port)}/cgi-bin/webhook/send?key=693a91f6-secret-of-the-bot`,
    taken,
    faults,
    requests: () => requests,
    /** The next messages are answered thus. */
    script: (...answers: BotAnswer[]) => {
      scripted = answers;
    },
    /** Every message is answered thus, until null. */
    fail: (as: BotAnswer | null) => {
      always = as;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
export type WecomBot = Awaited<ReturnType<typeof startWecomBot>>;
