import type { SandboxContext } from '../context.ts';
import { digits } from '../random.ts';
import type { Notification, Refund } from '../world/schema.ts';
import { notifiedRefund } from './present.ts';
import { payTime, sealResource, signatureHeaders } from './signing.ts';

/** Notifications of refunds (WeChat Pay: 退款结果通知). */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How long after each try the next follows; after the last of fifteen none does. */
export const retrySchedule: readonly number[] = [
  ...[15 * SECOND, 15 * SECOND, 30 * SECOND, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE],
  ...[30 * MINUTE, 30 * MINUTE, 30 * MINUTE, 60 * MINUTE, 3 * HOUR, 3 * HOUR, 3 * HOUR, 6 * HOUR],
];
const TIMEOUT_MS = 5 * SECOND;

const SUMMARIES: Readonly<Record<Refund['status'], string>> = {
  PROCESSING: '退款处理中',
  SUCCESS: '退款成功',
  CLOSED: '退款关闭',
  ABNORMAL: '退款异常',
};

const flipLastCharacter = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return bytes.toString('base64');
};

function compose(context: SandboxContext, refund: Refund, tampered: boolean): string {
  const { apiV3Key, mchid } = context.world.credentials;
  const plaintext = JSON.stringify(notifiedRefund(refund, mchid));
  const sealed = sealResource(apiV3Key, 'refund', plaintext, context.random);
  return JSON.stringify({
    id: `EV-${digits(context.random, 20)}`,
    create_time: payTime(context.now()),
    resource_type: 'encrypt-resource',
    event_type: `REFUND.${refund.status}`,
    summary: SUMMARIES[refund.status],
    resource: {
      original_type: 'refund',
      ...sealed,
      ciphertext: tampered ? flipLastCharacter(sealed.ciphertext) : sealed.ciphertext,
    },
  });
}

/** One try, freshly signed: whether it was acknowledged with 200 or 204 in time. */
async function post(context: SandboxContext, notification: Notification): Promise<boolean> {
  const { credentials } = context.world;
  const { body, url } = notification;
  const signature = signatureHeaders(
    credentials,
    credentials.payPublicKeyId,
    body,
    context.now(),
    context.random,
  );
  const aborter = new AbortController();
  void context.wait(TIMEOUT_MS).then(() => {
    aborter.abort();
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...signature, 'Content-Type': 'application/json', 'User-Agent': 'Mozilla/4.0' },
      body,
      redirect: 'manual',
      signal: aborter.signal,
    });
    await response.arrayBuffer();
    return response.status === 200 || response.status === 204;
  } catch {
    return false;
  }
}

async function attempt(context: SandboxContext, notification: Notification): Promise<void> {
  if (notification.nextAt === null) return;
  const acknowledged = await post(context, notification);
  const pause = retrySchedule[notification.tries];
  notification.tries += 1;
  notification.nextAt = acknowledged || pause === undefined ? null : context.now() + pause;
  if (notification.nextAt === null) {
    context.world.notifications = context.world.notifications.filter((other) => other !== notification);
  }
  context.keeper.later();
  scheduleNotification(context, notification);
}

/** Plans the next try, where there is to be one. Also for what an earlier run of the sandbox left undelivered. */
export function scheduleNotification(context: SandboxContext, notification: Notification): void {
  if (notification.nextAt === null) return;
  context.agenda.at(notification.nextAt, () => attempt(context, notification));
}

/** Tells the merchant what has become of a refund, now and until it is acknowledged. */
export async function notifyOf(context: SandboxContext, refund: Refund): Promise<void> {
  const fault = context.faults.take('notification');
  if (fault?.effect === 'lose') return;
  const body = compose(context, refund, fault?.effect === 'tamper');
  const notification: Notification = {
    id: refund.refundId,
    outRefundNo: refund.outRefundNo,
    body,
    url: refund.notifyUrl,
    tries: 0,
    nextAt: context.now(),
  };
  context.world.notifications.push(notification);
  const twin = fault?.effect === 'duplicate' ? post(context, notification) : null;
  await attempt(context, notification);
  await twin;
}
