import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import Koa from 'koa';
import { OperationalError } from '../../src/errors.ts';
import { type WechatSettings, wechatRoutes } from '../../src/transport/wechat/routes.ts';
import type { Random } from '../../src/usecases/deps.ts';
import type { Log } from '../../src/usecases/log.ts';
import type { Account } from './wechat-wire.ts';

export const account: Account = {
  appid: 'wx1234567890abcdef',
  token: 'desk-token',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};
export const plainAccount: Account = { ...account, aesKey: null };

/** Bytes that differ on every call and are the same on every run. */
export const seededRandom = (seed = 'seed'): Random => {
  let calls = 0;
  return {
    bytes: (length) => {
      calls += 1;
      const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
        createHash('sha256')
          .update(`${seed}:${String(calls)}:${String(block)}`)
          .digest(),
      );
      return Buffer.concat(blocks).subarray(0, length);
    },
  };
};

export interface LogEntry {
  readonly level: string;
  readonly message: string;
}

/** A log that remembers, so that a test can say that a fault was not passed over in silence. */
export const memoryLog = (): { log: Log; entries: LogEntry[] } => {
  const entries: LogEntry[] = [];
  const at = (level: string) => (_fields: object, message: string) => {
    entries.push({ level, message });
  };
  return { entries, log: { info: at('info'), warn: at('warn'), error: at('error') } };
};

export interface Running {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The WeChat routes on a real server of their own, with the interface's error body around them. */
export const startWechatServer = async (
  settings: Partial<WechatSettings> & Pick<WechatSettings, 'handleMessage'>,
): Promise<Running> => {
  const app = new Koa();
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const known =
        error instanceof OperationalError ? error : new OperationalError(500, 'internal', String(error));
      ctx.status = known.status;
      ctx.body = { error: { code: known.code, message: known.message } };
    }
  });
  const router = wechatRoutes({
    ...account,
    previousAesKey: null,
    clock: { now: () => 1_714_112_445_678 },
    random: seededRandom(),
    log: memoryLog().log,
    takeTemplateResult: () => Promise.reject(new Error('no template was sent')),
    ...settings,
  });
  app.use(router.routes());
  const server = createServer((request, response) => void app.callback()(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/wechat`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
