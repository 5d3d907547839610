import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SECOND_MS } from '../../domain/time.ts';
import type { InboundInput, InboundMessage } from '../../usecases/chat/inbound-message.ts';
import type { TemplateResultEvent } from '../../usecases/template-result.ts';

/** What WeChat puts here when the customer sent something it does not pass on; it arrives as a text. */
const UNSUPPORTED = '【收到不支持的消息类型，暂无法显示】';

const name = z.string().regex(/^\S{1,128}$/);

const common = {
  /** The account's original id (`gh_…`), not its appid. */
  ToUserName: name,
  FromUserName: name,
  CreateTime: z.string().regex(/^\d{1,12}$/),
  /** Up to 20 digits, so never a number. Events have none. */
  MsgId: z
    .string()
    .regex(/^\d{1,32}$/)
    .optional(),
};

/** Official-account reference, "Inbound XML". A type that is not listed is accepted as `other`. */
const messageSchema = z.union([
  z.object({
    ...common,
    MsgType: z.literal('text'),
    Content: z.string(),
    bizmsgmenuid: z.string().optional(),
  }),
  z.object({ ...common, MsgType: z.literal('image'), MediaId: z.string().min(1) }),
  z.object({
    ...common,
    MsgType: z.literal('event'),
    Event: z.string().min(1),
    EventKey: z.string().default(''),
    /** Who of customer service joined or left; of a change, who goes on. */
    KfAccount: z.string().optional(),
    ToKfAccount: z.string().optional(),
    /** Of the template message that it reports on, up to 20 digits, and what became of it. */
    MsgID: z
      .string()
      .regex(/^\d{1,20}$/)
      .optional()
      .catch(undefined),
    Status: z.string().trim().min(1).max(64).optional().catch(undefined),
  }),
  z.object({
    ...common,
    MsgType: z.string().refine((type) => !['text', 'image', 'event'].includes(type)),
  }),
]);
type WireMessage = z.infer<typeof messageSchema>;
const documentSchema = z.object({ xml: messageSchema });

type Event = Extract<InboundInput, { type: 'event' }>['event'];

const events = new Map<string, Event>([
  ['subscribe', 'subscribe'],
  ['unsubscribe', 'unsubscribe'],
  ['click', 'click'],
  ['scan', 'scan'],
  ['scancode_push', 'scan'],
  ['scancode_waitmsg', 'scan'],
  ['kf_create_session', 'person_joined'],
  ['kf_switch_session', 'person_joined'],
  ['kf_close_session', 'person_left'],
]);

const inputOf = (wire: WireMessage): InboundInput => {
  if ('Content' in wire)
    return wire.Content === UNSUPPORTED
      ? { type: 'other', msgType: 'unsupported' }
      : { type: 'text', text: wire.Content, menuId: wire.bizmsgmenuid ?? null };
  if ('MediaId' in wire) return { type: 'image', mediaId: wire.MediaId };
  if ('Event' in wire)
    return {
      type: 'event',
      event: events.get(wire.Event.toLowerCase()) ?? 'other',
      name: wire.Event,
      key: wire.ToKfAccount ?? wire.KfAccount ?? wire.EventKey,
    };
  return { type: 'other', msgType: wire.MsgType };
};

/**
 * MsgId alone has collided between customers, and events of the same second have none: the sender and a hash of the
 * message (EventKey and all) belong to the key. WeChat sends the identical message again, though under a new
 * envelope, so that the hash is of what was inside.
 */
const keyOf = (wire: WireMessage, xml: string): string => {
  const own = wire.MsgId ?? `${wire.CreateTime}:${'Event' in wire ? wire.Event : wire.MsgType}`;
  const hash = createHash('sha256').update(xml, 'utf8').digest('hex').slice(0, 16);
  return `${wire.FromUserName}:${own}:${hash}`;
};

const TEMPLATE_RESULT = 'templatesendjobfinish';

/** null: it is something else, or does not say which message or what became of it. */
const templateResultOf = (appid: string, wire: WireMessage): TemplateResultEvent | null => {
  if (!('Event' in wire) || wire.Event.toLowerCase() !== TEMPLATE_RESULT) return null;
  const { FromUserName: openid, MsgID: msgid, Status: status } = wire;
  return msgid === undefined || status === undefined ? null : { appid, openid, msgid, status };
};

/** Something that a customer did. */
export interface InboundTurn {
  readonly kind: 'turn';
  readonly message: InboundMessage;
  /** Whom the reply is from: the ToUserName of the message. */
  readonly account: string;
  /** CreateTime, in seconds: a reply repeats it, so that the same answer given again is the same to the byte. */
  readonly createTime: number;
}

/** A turn, or something that WeChat itself reports, of which the customer sees nothing. */
export type Inbound =
  InboundTurn | { readonly kind: 'template_result'; readonly result: TemplateResultEvent };

/** The message in a parsed document, or null where a field that every message has is absent or no single text. */
export const readInbound = (appid: string, document: unknown, xml: string): Inbound | null => {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) return null;
  const wire = parsed.data.xml;
  const result = templateResultOf(appid, wire);
  if (result !== null) return { kind: 'template_result', result };
  const createTime = Number(wire.CreateTime);
  return {
    kind: 'turn',
    account: wire.ToUserName,
    createTime,
    message: {
      key: keyOf(wire, xml),
      appid,
      openid: wire.FromUserName,
      at: createTime * SECOND_MS,
      input: inputOf(wire),
    },
  };
};
