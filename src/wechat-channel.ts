import type { Config } from './config.ts';
import { busyText } from './conversation/busy.ts';
import type { Reply } from './conversation/types.ts';
import type { Clock } from './domain/time.ts';
import type { Routes } from './transport/http/server.ts';
import { wechatRoutes } from './transport/wechat/routes.ts';
import type { InboundMessage } from './usecases/chat/inbound-message.ts';
import type { Random } from './usecases/deps.ts';
import type { Log } from './usecases/log.ts';

/**
 * WeChat's message push, where there is an Official Account. `answer` also gets what the customer reads where the
 * message cannot be handled; it must not throw.
 */
export const wechatChannel = (
  {
    config,
    clock,
    random,
    log,
  }: { readonly config: Config; readonly clock: Clock; readonly random: Random; readonly log: Log },
  answer: (message: InboundMessage, busyText: string) => Promise<Reply>,
): Routes[] => {
  if (!config.wechat) return [];
  const handleMessage = (message: InboundMessage): Promise<Reply> =>
    answer(message, busyText(message.input.type === 'text' ? message.input.text : null));
  return [wechatRoutes({ ...config.wechat, clock, random, log, handleMessage })];
};
