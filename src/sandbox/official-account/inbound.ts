import type { SandboxContext } from '../context.ts';
import { show } from '../phones/phone.ts';
import { digits, letters } from '../random.ts';
import type { Entry, Phone } from '../world/schema.ts';
import { grantAfterMessage, grantAfterTap } from './allowance.ts';
import { deliver, type Delivered } from './delivery.ts';

/** Shown by WeChat itself where the account's server does not answer properly. */
export const SERVICE_FAILURE = '该公众号提供的服务出现故障，请稍后再试';

const KEPT_PICTURES = 50;

/** A line on the screen, and what becomes of it. */
export interface Said {
  readonly entry: Entry;
  readonly delivered: Promise<Delivered>;
}

/** What a customer sees an answer to; other events are only reported. */
const TAPS: readonly string[] = ['subscribe', 'SCAN', 'CLICK'];

const common = (context: SandboxContext, phone: Phone, type: string) => ({
  ToUserName: context.world.credentials.originalId,
  FromUserName: phone.openid,
  CreateTime: Math.floor(context.now() / 1000),
  MsgType: type,
});

/** As real ones: 64 bits, beyond what a double can hold; 19 or 20 digits. */
const messageId = (context: SandboxContext): string =>
  (context.random(1)[0] ?? 0) % 2 === 0 ? `2${digits(context.random, 18)}` : `1${digits(context.random, 19)}`;

async function exchange(
  context: SandboxContext,
  phone: Phone,
  fields: Readonly<Record<string, string | number>>,
): Promise<Delivered> {
  const delivered = await deliver(context, phone.openid, fields);
  const { reply } = delivered;
  if (fields['MsgType'] === 'event' && !TAPS.includes(String(fields['Event']))) return delivered;
  if (reply.kind === 'text') show(context, phone, { from: 'account', type: 'text', text: reply.content });
  if (reply.kind === 'transfer') {
    const detail = reply.account ?? undefined;
    show(context, phone, { from: 'system', type: 'notice', text: '正在为你转接人工客服', detail });
  }
  if (reply.kind === 'bad') {
    show(context, phone, { from: 'system', type: 'failure', text: SERVICE_FAILURE, detail: reply.detail });
  }
  return delivered;
}

/** A customer types. Each message goes out at once, also while earlier ones wait for their answer. */
export function sayText(context: SandboxContext, phone: Phone, text: string): Said {
  const entry = show(context, phone, { from: 'customer', type: 'text', text });
  grantAfterMessage(phone, context.now());
  const MsgId = messageId(context);
  const fields = { ...common(context, phone, 'text'), Content: text, MsgId };
  return { entry, delivered: context.agenda.track(exchange(context, phone, fields)) };
}

/** A customer sends a picture. */
export function sayPicture(context: SandboxContext, phone: Phone, bytes: Buffer, contentType: string): Said {
  const MediaId = letters(context.random, 64);
  const imageUrl = `/sandbox/api/media/${MediaId}`;
  const at = context.now();
  context.world.media.splice(0, context.world.media.length - KEPT_PICTURES + 1);
  context.world.media.push({ mediaId: MediaId, contentType, at, base64: bytes.toString('base64') });
  const entry = show(context, phone, { from: 'customer', type: 'image', text: '[图片]', imageUrl });
  grantAfterMessage(phone, at);
  const PicUrl = `${context.url()}${imageUrl}`;
  const fields = { ...common(context, phone, 'image'), PicUrl, MediaId, MsgId: messageId(context) };
  return { entry, delivered: context.agenda.track(exchange(context, phone, fields)) };
}

const AGENT_EVENTS: readonly string[] = ['kf_create_session', 'kf_close_session'];
const WORDS: Readonly<Record<string, string>> = {
  subscribe: '已关注公众号',
  unsubscribe: '已取消关注公众号',
  kf_create_session: '客服已接入',
  kf_close_session: '客服会话已结束',
};

/** A tap, follow, scan, or customer service taking over and leaving. `key`: EventKey, or the agent's account. */
export function raiseEvent(context: SandboxContext, phone: Phone, event: string, key: string): Said {
  const words = WORDS[event] ?? `[${event}${key === '' ? '' : ` ${key}`}]`;
  const entry = show(context, phone, { from: 'system', type: 'event', text: words });
  if (event === 'subscribe') phone.subscribed = true;
  if (event === 'unsubscribe') phone.subscribed = false;
  if (TAPS.includes(event)) grantAfterTap(phone, context.now());
  const about = AGENT_EVENTS.includes(event) ? { KfAccount: key } : { EventKey: key };
  const fields = { ...common(context, phone, 'event'), Event: event, ...about };
  return { entry, delivered: context.agenda.track(exchange(context, phone, fields)) };
}

/** WeChat reports later whether a template message arrived. Nothing of it shows on the phone. */
export async function reportTemplate(
  context: SandboxContext,
  phone: Phone,
  msgid: string,
  status: string,
): Promise<void> {
  const fields = {
    ...common(context, phone, 'event'),
    Event: 'TEMPLATESENDJOBFINISH',
    MsgID: msgid,
    Status: status,
  };
  await deliver(context, phone.openid, fields);
}
