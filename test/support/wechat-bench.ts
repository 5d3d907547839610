import { afterEach, beforeEach } from '@jest/globals';
import type { Reply } from '../../src/conversation/types.ts';
import type { InboundMessage } from '../../src/usecases/chat/inbound-message.ts';
import type { TemplateResultEvent } from '../../src/usecases/template-result.ts';
import {
  account,
  memoryLog,
  plainAccount,
  type Running,
  seededRandom,
  startWechatServer,
} from './wechat-server.ts';
import { wechatWire } from './wechat-wire.ts';

export const previousAesKey = 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba';

/** What reached the conversation, and what the log says, since the test began. */
export const handled: InboundMessage[] = [];
export const reported: TemplateResultEvent[] = [];
export const { log, entries } = memoryLog();

/** What the conversation answers. */
export const answer: { reply: Reply } = { reply: { type: 'text', text: '您好' } };

const settings = {
  previousAesKey,
  log,
  random: seededRandom(),
  handleMessage: (message: InboundMessage): Promise<Reply> => {
    handled.push(message);
    return Promise.resolve(answer.reply);
  },
  takeTemplateResult: (result: TemplateResultEvent): Promise<void> => {
    reported.push(result);
    return Promise.resolve();
  },
};

/** Servers anew for each test of a file that calls `useServers`: one in safe mode, one in plain mode. */
export let secure: Running;
export let plain: Running;
export const wire = wechatWire(account);
export const plainWire = wechatWire(plainAccount);

export const useServers = (): void => {
  beforeEach(async () => {
    handled.length = 0;
    reported.length = 0;
    entries.length = 0;
    answer.reply = { type: 'text', text: '您好' };
    secure = await startWechatServer(settings);
    plain = await startWechatServer({ ...settings, aesKey: null, previousAesKey: null });
  });
  afterEach(() => Promise.all([secure.stop(), plain.stop()]));
};
