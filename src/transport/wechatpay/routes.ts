import Router from '@koa/router';
import type { Context } from 'koa';
import type { NotificationOutcome, NotificationRefusal } from '../../usecases/receive-refund-notification.ts';
import type { Result } from '../../domain/result.ts';
import { readRawBody } from '../http/raw-body.ts';

interface SignedHeaders {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
  readonly serial: string;
}

export interface WechatpayActions {
  readonly receiveRefundNotification: (
    headers: SignedHeaders,
    rawBody: Buffer,
  ) => Promise<Result<NotificationOutcome, NotificationRefusal>>;
}

const MAX_BODY_BYTES = 64 * 1024;

const refusals: Readonly<Record<NotificationRefusal, { status: number; message: string }>> = {
  bad_signature: { status: 401, message: '签名验证失败' },
  expired: { status: 401, message: '签名已过期' },
  malformed: { status: 400, message: '报文格式错误' },
  wrong_merchant: { status: 400, message: '商户号不符' },
  channel_off: { status: 404, message: '未启用微信支付' },
  busy: { status: 500, message: '系统繁忙' },
};

/** The shape WeChat Pay reads; anything but 200 and 204 makes it send again. */
const fail = (ctx: Context, status: number, message: string): void => {
  ctx.status = status;
  ctx.body = { code: 'FAIL', message };
};

/**
 * `POST /wechatpay/refund-notifications`: 204 once durable, 4xx when not genuine, 500 when it could not be
 * stored. Reads the request's bytes itself: no body parser may stand before it.
 */
export const wechatpayRoutes = (actions: WechatpayActions): Router => {
  const router = new Router();
  router.post('/wechatpay/refund-notifications', async (ctx) => {
    const rawBody = await readRawBody(ctx.req, MAX_BODY_BYTES);
    if (!rawBody) {
      ctx.set('Connection', 'close');
      fail(ctx, 413, '报文过大');
      return;
    }
    const headers = {
      timestamp: ctx.get('Wechatpay-Timestamp'),
      nonce: ctx.get('Wechatpay-Nonce'),
      signature: ctx.get('Wechatpay-Signature'),
      serial: ctx.get('Wechatpay-Serial'),
    };
    try {
      const result = await actions.receiveRefundNotification(headers, rawBody);
      if (result.ok) ctx.status = 204;
      else fail(ctx, refusals[result.code].status, refusals[result.code].message);
    } catch (error) {
      // Answered in WeChat Pay's own shape, and still logged where every fault is.
      ctx.app.emit('error', error, ctx);
      fail(ctx, 500, '系统异常');
    }
  });
  return router;
};
