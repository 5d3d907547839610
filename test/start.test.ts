import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadConfig } from '../src/config.ts';
import { createLogger } from '../src/logger.ts';
import { start } from '../src/start.ts';
import { systemRandom } from '../src/system.ts';
import { messages } from '../src/usecases/documents/messages.ts';
import { newFolder, rootDir } from './support/desk.ts';

/** As short as the configuration allows calls to be long against it. */
const SHUTDOWN_MS = 200;
const CALL_MS = 5_000;

describe('a server asked to stop', () => {
  const silent = createServer();
  let asked: Promise<void>;
  let gaveUp: Promise<void>;
  let apiBase: string;
  beforeEach(async () => {
    asked = new Promise((resolve) => {
      gaveUp = new Promise((givenUp) => {
        silent.once('request', (request) => {
          request.socket.once('close', () => {
            givenUp();
          });
          resolve();
        });
      });
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    apiBase = `http://127.0.0.1:${String(port)}`;
  });
  afterEach(() => {
    silent.closeAllConnections();
    silent.close();
  });

  it('while WeChat leaves the work under way without an answer, ends within its time all the same', async () => {
    const loaded = loadConfig(
      {
        PORT: '0',
        DATABASE_URL: `sqlite:${join(newFolder(), 'desk.db')}`,
        WECHAT_APPID: 'wx0123456789abcdef',
        WECHAT_APPSECRET: 'secret-of-the-account',
        WECHAT_TOKEN: 'Token123',
        WECHAT_API_BASE: apiBase,
      },
      rootDir,
    );
    if (!loaded.ok) throw new Error(loaded.faults.join());
    const timeouts = { ...loaded.config.timeouts, wechatMs: CALL_MS, shutdownMs: SHUTDOWN_MS };
    const config = { ...loaded.config, timeouts };
    const log = createLogger({ level: 'silent' });
    const running = await start({ config, log, random: systemRandom, jobs: false });
    await running.store.insert(messages, 'picture-1', {
      appid: 'wx0123456789abcdef',
      openid: 'oCustomer',
      at: 0,
      direction: 'in',
      type: 'image',
      text: '',
      reply: null,
      picture: { mediaId: 'media-1', state: 'pending', contentType: null, failures: 0 },
      nextActionAt: 0,
    });
    running.app.worker.wake();
    await asked;

    const stopped = running.stop().then(() => 'the server stopped');
    const first = await Promise.race([stopped, gaveUp.then(() => 'the call was given up')]);
    expect(first).toBe('the server stopped');
  }, 30_000);
});
