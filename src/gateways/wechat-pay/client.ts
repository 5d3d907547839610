import { type KeyObject, randomBytes } from 'node:crypto';
import type WxPay from 'wechatpay-node-v3';
import { asQuery, difference, readAnswer } from './answers.ts';
import { type PlatformCertificate, openCertificates } from './certificates.ts';
import { type Verify, createHttpService, toExchange } from './http-service.ts';
import { type Keyring, createKeyring } from './keys.ts';
import { openNotification } from './notification.ts';
import { OutcomeUnknown } from './outcome-unknown.ts';
import { cleanReason } from './reason.ts';
import { refundSchema, transactionSchema } from './schemas.ts';
import { CERTIFICATE_REFRESH_MS, type WechatPayKeys, type WechatPaySettings, parseKeys } from './settings.ts';
import { checkSignature } from './signature.ts';
import { SigningPay } from './signing-pay.ts';
import type { PayUnknown, RefundRequest, TransactionRecord, WechatPay } from './types.ts';

/** WeChat Pay's alphabet for numbers; what lies outside of it must not become part of a path. */
const PATH_NUMBER = /^[A-Za-z0-9_\-|*@]{1,64}$/;
/** A notification that needs a certificate must still be answered within 5 seconds. */
const CERTIFICATE_TIMEOUT_MS = 3_000;

type RefundBody = Parameters<WxPay['refunds']>[0];

/** Always the same keys in the same order, none of them null: a repeat is the same bytes. */
const refundBody = (request: RefundRequest, notifyUrl: string): RefundBody => {
  const reason = cleanReason(request.reason);
  return {
    transaction_id: request.transactionId,
    out_refund_no: request.outRefundNo,
    ...(reason === '' ? {} : { reason }),
    notify_url: notifyUrl,
    funds_account: 'AVAILABLE',
    amount: { refund: request.amountFen, total: request.totalFen, currency: 'CNY' },
  };
};

const orUnknown = async <T>(call: () => Promise<T>): Promise<T | PayUnknown> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { kind: 'unknown', detail: error.message };
    throw error;
  }
};

const createPay = (settings: WechatPaySettings, timeoutMs: number, verify: Verify): SigningPay => {
  const random = settings.random ?? { bytes: (length: number) => randomBytes(length) };
  const sources = { now: () => settings.clock.now(), randomBytes: (length: number) => random.bytes(length) };
  return new SigningPay(settings, sources, createHttpService({ ...settings, timeoutMs }, verify));
};

/** The answer may be signed with a certificate that it brings itself; its tag has proved that one already. */
const certificateFetcher = (
  settings: WechatPaySettings,
  keys: WechatPayKeys,
  known: (serial: string) => KeyObject | undefined,
): (() => Promise<readonly PlatformCertificate[]>) => {
  const timeoutMs = Math.min(settings.timeoutMs, CERTIFICATE_TIMEOUT_MS);
  const pay = createPay(settings, timeoutMs, (signed, body) =>
    checkSignature(signed, body, {
      now: settings.clock.now(),
      keyOf: (serial) => {
        const brought = openCertificates(keys.apiV3Key, body.toString('utf8'));
        const key = known(serial) ?? brought.find((each) => each.serial === serial)?.key;
        return Promise.resolve(key ? { ok: true, key } : { ok: false, detail: 'signed with an unknown key' });
      },
    }),
  );
  return async () => {
    const { status, text } = await pay.listCertificates();
    if (status !== 200) throw new OutcomeUnknown(`HTTP ${String(status)}`);
    return openCertificates(keys.apiV3Key, text);
  };
};

const keyringFor = (settings: WechatPaySettings, keys: WechatPayKeys): Keyring => {
  const keyring: Keyring = createKeyring({
    publicKeyId: settings.publicKeyId,
    publicKey: keys.publicKey,
    fetchCertificates: certificateFetcher(settings, keys, (serial) => keyring.known(serial)),
    clock: settings.clock,
    refreshMs: settings.certificateRefreshMs ?? CERTIFICATE_REFRESH_MS,
  });
  return keyring;
};

const contradictsOrder =
  (expected: Partial<TransactionRecord>) =>
  (record: TransactionRecord | null): string | undefined =>
    record ? difference(record, expected) : undefined;

/** @throws Error where a setting's key material cannot be used. */
export const createWechatPay = (settings: WechatPaySettings): WechatPay => {
  const keys = parseKeys(settings);
  const { keyOf } = keyringFor(settings, keys);
  const verify: Verify = (signed, body) => checkSignature(signed, body, { now: settings.clock.now(), keyOf });
  const pay = createPay(settings, settings.timeoutMs, verify);

  return {
    refund: (request) =>
      orUnknown(async () => {
        const { transactionId, outRefundNo, amountFen, totalFen } = request;
        const output = await pay.refunds(refundBody(request, settings.notifyUrl));
        return readAnswer(toExchange(output), refundSchema, (record) =>
          difference(record, { outRefundNo, transactionId, amountFen, totalFen }),
        );
      }),
    queryRefund: (outRefundNo) =>
      orUnknown(async () => {
        if (!PATH_NUMBER.test(outRefundNo)) return { kind: 'not_found' };
        const output = await pay.find_refunds(encodeURIComponent(outRefundNo));
        return asQuery(
          readAnswer(toExchange(output), refundSchema, (record) => difference(record, { outRefundNo })),
        );
      }),
    queryTransaction: (by) =>
      orUnknown(async () => {
        const number = 'transactionId' in by ? by.transactionId : by.outTradeNo;
        if (!PATH_NUMBER.test(number)) return { kind: 'not_found' };
        const asked = encodeURIComponent(number);
        const output = await pay.query(
          'transactionId' in by ? { transaction_id: asked } : { out_trade_no: asked },
        );
        const expected = { ...by, mchid: settings.mchid };
        const answer = asQuery(readAnswer(toExchange(output), transactionSchema, contradictsOrder(expected)));
        if (answer.kind !== 'answered') return answer;
        return answer.record ? { kind: 'answered', record: answer.record } : { kind: 'not_found' };
      }),
    verifyNotification: (headers, rawBody) =>
      openNotification(headers, rawBody, {
        now: settings.clock.now(),
        keyOf,
        apiV3Key: keys.apiV3Key,
        mchid: settings.mchid,
      }),
  };
};
