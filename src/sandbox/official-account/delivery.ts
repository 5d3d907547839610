import type { SandboxContext } from '../context.ts';
import { post, preparePush, pushTimeoutMs, type Posted } from './push.ts';
import { readReply, type Reply } from './reply.ts';

const DELIVERIES = 3;

/** What became of a push: how often it was delivered, and what came back at last. */
export interface Delivered {
  readonly deliveries: number;
  readonly reply: Reply;
}

/**
 * Delivers a push as WeChat does: where no proper HTTP answer comes within five seconds the same bytes again, three
 * deliveries in all. An answer that came but is no valid reply is not asked for again.
 */
export async function deliver(
  context: SandboxContext,
  openid: string,
  fields: Readonly<Record<string, string | number>>,
): Promise<Delivered> {
  const target = context.target();
  if (target === null)
    return { deliveries: 0, reply: { kind: 'bad', detail: 'the desk has no address yet' } };
  const push = preparePush(context, openid, fields);
  let last: Posted = { answer: null, detail: '' };
  for (let deliveries = 1; deliveries <= DELIVERIES; deliveries += 1) {
    const deadline = context.wait(pushTimeoutMs);
    last = await post(push, target, deadline);
    if (last.answer?.status === 200) {
      const asked = {
        openid,
        encrypted: context.encrypted,
        isEvent: fields['MsgType'] === 'event',
        now: context.now(),
      };
      const { contentType, body } = last.answer;
      return { deliveries, reply: readReply(contentType, body, context.world.credentials, asked) };
    }
    if (deliveries < DELIVERIES) await deadline;
  }
  const detail = last.answer === null ? last.detail : `HTTP ${String(last.answer.status)}`;
  return { deliveries: DELIVERIES, reply: { kind: 'bad', detail } };
}
