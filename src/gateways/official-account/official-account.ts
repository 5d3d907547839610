import API from 'co-wechat-api';
import { z } from 'zod';
import type { Clock } from '../../domain/time.ts';
import { type Answer, ask } from './answer.ts';
import { getMedia } from './media.ts';
import { type Refused, isTokenError } from './reaction.ts';
import { type StableTokens, type TokenOutcome, stableTokens } from './stable-token.ts';
import type { Downloaded, OfficialAccount, Sent, TokenCache } from './types.ts';

export interface OfficialAccountOptions {
  readonly appid: string;
  readonly appsecret: string;
  /** `https://api.weixin.qq.com`, no slash at the end. */
  readonly apiBase: string;
  /** For one call; a download may take MEDIA_PATIENCE times as long. */
  readonly timeoutMs: number;
  readonly tokens: TokenCache;
  readonly clock: Clock;
}

const MEDIA_PATIENCE = 5;

/** `{"errcode":0,"errmsg":"ok","msgid":…}`; a msgid is 64 bits wide, so only its digits are kept. */
const sentSchema = z.object({
  errcode: z.literal(0),
  msgid: z
    .unknown()
    .transform(String)
    .pipe(z.string().regex(/^\d{1,20}$/))
    .nullable()
    .catch(null),
});

const toSent = (answer: Answer): Sent => {
  if (answer.kind !== 'answer') return answer;
  const parsed = sentSchema.safeParse(answer.body);
  if (!parsed.success) return { kind: 'unknown', detail: 'the answer is not understood' };
  return { kind: 'sent', messageId: parsed.data.msgid };
};

/** A refused download is not the picture's end: quota, permission or token may come right while it is kept. */
const toDownloaded = (answer: Downloaded | Refused): Downloaded =>
  answer.kind === 'refused' ? { kind: 'unknown', detail: answer.detail } : answer;

const post = (data: object) => ({
  method: 'POST',
  data: JSON.stringify(data),
  headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
});

/**
 * A client that uses this one token and never asks for another itself: on its own it would renew without end
 * (reference: "co-wechat-api 3.11.0"). Its expiry is judged by our clock, before.
 */
const createApi = (options: OfficialAccountOptions, accessToken: string): API => {
  const token = { accessToken, expireTime: Number.MAX_SAFE_INTEGER };
  const api = new API(
    options.appid,
    options.appsecret,
    () => Promise.resolve(token),
    () => Promise.resolve(),
    true,
  );
  api.prefix = `${options.apiBase}/cgi-bin/`;
  api.snsPrefix = `${options.apiBase}/sns/`;
  api.mpPrefix = api.prefix;
  api.fileServerPrefix = api.prefix;
  api.payPrefix = `${options.apiBase}/pay/`;
  api.merchantPrefix = `${options.apiBase}/merchant/`;
  api.customservicePrefix = `${options.apiBase}/customservice/`;
  api.wxaPrefix = `${options.apiBase}/wxa/`;
  api.setOpts({ timeout: options.timeoutMs });
  return api;
};

/** Makes a call with the current token; where WeChat rejects it, once more with the next one. */
const authorised = async <T extends { readonly kind: string }>(
  tokens: StableTokens,
  call: (accessToken: string) => Promise<T | Refused>,
): Promise<T | Refused | Exclude<TokenOutcome, { kind: 'token' }>> => {
  const token = await tokens.current();
  if (token.kind !== 'token') return token;
  const answer = await call(token.accessToken);
  if (answer.kind !== 'refused' || !('errcode' in answer) || !isTokenError(answer.errcode)) return answer;
  const next = await tokens.replacing(token.accessToken);
  return next.kind === 'token' ? call(next.accessToken) : next;
};

const query = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();

/** The Official Account's API; every outcome is a value, a thrown error is a fault of the token cache. */
export const createOfficialAccount = (options: OfficialAccountOptions): OfficialAccount => {
  const { appid, appsecret, apiBase, timeoutMs, clock } = options;
  const tokens = stableTokens({
    appid,
    cache: options.tokens,
    clock,
    request: (forceRefresh) =>
      ask(() =>
        createApi(options, '').request(
          `${apiBase}/cgi-bin/stable_token`,
          post({
            grant_type: 'client_credential',
            appid,
            secret: appsecret,
            force_refresh: forceRefresh,
          }),
        ),
      ),
  });

  return {
    sendText: async (openid, text) =>
      toSent(
        await authorised<Answer>(tokens, (accessToken) =>
          ask(() => createApi(options, accessToken).sendText(openid, text)),
        ),
      ),

    sendTemplate: async ({ openid, templateId, url, data, clientMsgId }) => {
      const message = {
        touser: openid,
        template_id: templateId,
        ...(url === null ? {} : { url }),
        data,
        client_msg_id: clientMsgId,
      };
      return toSent(
        await authorised<Answer>(tokens, (accessToken) => {
          const address = `${apiBase}/cgi-bin/message/template/send?${query({ access_token: accessToken })}`;
          return ask(() => createApi(options, accessToken).request(address, post(message)));
        }),
      );
    },

    downloadMedia: async (mediaId) =>
      toDownloaded(
        await authorised<Downloaded>(tokens, (accessToken) =>
          getMedia(
            `${apiBase}/cgi-bin/media/get?${query({ access_token: accessToken, media_id: mediaId })}`,
            timeoutMs * MEDIA_PATIENCE,
          ),
        ),
      ),
  };
};
