import type { Config } from './config.ts';
import { busyText } from './conversation/busy.ts';
import type { Reply } from './conversation/types.ts';
import type { Clock } from './domain/time.ts';
import type { Routes } from './transport/http/server.ts';
import { type WechatSettings, wechatRoutes } from './transport/wechat/routes.ts';
import type { InboundMessage } from './usecases/chat/inbound-message.ts';
import type { Random } from './usecases/deps.ts';
import type { Log } from './usecases/log.ts';

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface Handlers extends Pick<WechatSettings, 'takeTemplateResult'> {
  /** Also gets what the customer reads where the message cannot be handled; must not throw. */
  readonly answer: (message: InboundMessage, busyText: string) => Promise<Reply>;
}

/** WeChat's message push, where there is an Official Account. */
export const wechatChannel = (
  { config, clock, random, log }: Parts,
  { answer, takeTemplateResult }: Handlers,
): Routes[] => {
  if (!config.wechat) return [];
  const handleMessage = (message: InboundMessage): Promise<Reply> =>
    answer(message, busyText(message.input.type === 'text' ? message.input.text : null));
  return [wechatRoutes({ ...config.wechat, clock, random, log, handleMessage, takeTemplateResult })];
};
