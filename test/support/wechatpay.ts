/** A gateway under test beside the WeChat Pay it talks to. */
import { createWechatPay } from '../../src/gateways/wechat-pay/client.ts';
import type { WechatPaySettings } from '../../src/gateways/wechat-pay/settings.ts';
import type { NotificationHeaders, WechatPay } from '../../src/gateways/wechat-pay/types.ts';
import { vectors } from './wechatpay-vectors.ts';
import { type KeyFiles, type PayServer, type Signer, makeKeys, startPayServer } from './wechatpay-wire.ts';

export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000001092026112300382199000001';
export const MCHID = '1900000109';
export const MERCHANT_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';

export interface Bench {
  readonly pay: WechatPay;
  readonly server: PayServer;
  readonly merchant: KeyFiles;
  /** Signs with the WeChat Pay public key's other half. */
  readonly signer: Signer;
  readonly clock: { now: () => number; set: (at: number) => void };
  readonly apiV3Key: string;
}

export const settingsFor = (of: {
  merchant: KeyFiles;
  wechat: KeyFiles;
  apiBase: string;
}): WechatPaySettings => ({
  appid: 'wx8888888888888888',
  mchid: MCHID,
  serialNo: MERCHANT_SERIAL,
  privateKeyPem: of.merchant.privatePem,
  apiV3Key: vectors.apiV3Key,
  publicKeyId: PUBLIC_KEY_ID,
  publicKeyPem: of.wechat.publicPem,
  apiBase: of.apiBase,
  notifyUrl: 'https://shop.example/wechatpay/refund-notifications',
  timeoutMs: 5_000,
  clock: { now: () => Date.now() },
});

let made: { readonly merchant: KeyFiles; readonly wechat: KeyFiles } | undefined;
/** Making RSA keys takes long: once a test file. */
const sharedKeys = () => (made ??= { merchant: makeKeys(), wechat: makeKeys() });

/**
 * Starts a server and a gateway that talks to it. The clock stands still, a minute ahead of real time: a certificate
 * that openssl makes during the test is valid by then, however long the machine takes over it.
 */
export const startBench = async (changes: Partial<WechatPaySettings> = {}): Promise<Bench> => {
  const server = await startPayServer();
  const { merchant, wechat } = sharedKeys();
  let now = Date.now() + 60_000;
  const clock = {
    now: () => now,
    set: (at: number) => {
      now = at;
    },
  };
  const settings = settingsFor({ merchant, wechat, apiBase: server.base });
  const pay = createWechatPay({ ...settings, clock, ...changes });
  const signer = { keys: wechat, serial: PUBLIC_KEY_ID, now: clock.now };
  return { pay, server, merchant, signer, clock, apiV3Key: vectors.apiV3Key };
};

export const refundRequest = {
  transactionId: '4200002001202611201234567890',
  outRefundNo: 'RF20261123ABCDEF-1',
  reason: '服务无法使用',
  amountFen: 9900,
  totalFen: 9900,
};

/** The record WeChat Pay keeps of `refundRequest`. */
export const refundBody = {
  refund_id: '50300000012026112300000001',
  out_refund_no: 'RF20261123ABCDEF-1',
  transaction_id: '4200002001202611201234567890',
  out_trade_no: 'SHOP20261120001',
  channel: 'ORIGINAL',
  user_received_account: '支付用户零钱',
  create_time: '2026-11-23T10:30:00+08:00',
  status: 'PROCESSING',
  funds_account: 'AVAILABLE',
  amount: {
    total: 9900,
    refund: 9900,
    from: [],
    payer_total: 9900,
    payer_refund: 9900,
    settlement_refund: 9900,
    settlement_total: 9900,
    discount_refund: 0,
    currency: 'CNY',
  },
};

export const transactionBody = {
  appid: 'wx8888888888888888',
  mchid: MCHID,
  out_trade_no: 'SHOP20261120001',
  transaction_id: '4200002001202611201234567890',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  bank_type: 'OTHERS',
  attach: '',
  success_time: '2026-11-20T09:00:00+08:00',
  payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  amount: { total: 9900, payer_total: 9900, currency: 'CNY' },
};

/** The same headers as the gateway is given them. */
export const asNotificationHeaders = (headers: Record<string, string>): NotificationHeaders => ({
  timestamp: headers['Wechatpay-Timestamp'] ?? '',
  nonce: headers['Wechatpay-Nonce'] ?? '',
  signature: headers['Wechatpay-Signature'] ?? '',
  serial: headers['Wechatpay-Serial'] ?? '',
});

/** The notification's envelope around a resource. */
export const envelope = (resource: object): string =>
  JSON.stringify({
    id: 'EV-2026112310345600001',
    create_time: '2026-11-23T10:34:56+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'REFUND.SUCCESS',
    summary: '退款成功',
    resource: { original_type: 'refund', ...resource },
  });
