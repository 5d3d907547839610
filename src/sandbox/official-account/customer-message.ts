import { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import { findPhone, show } from '../phones/phone.ts';
import { takeAllowance } from './allowance.ts';
import { ok, refusal, type Answer } from './answer.ts';

/** `POST /cgi-bin/message/custom/send` (WeChat: 发送客服消息), texts only. */

const CONTENT_BYTES = 2048;

const requestSchema = z.object({
  touser: z.string(),
  msgtype: z.string(),
  text: z.object({ content: z.string() }).optional(),
  customservice: z.object({ kf_account: z.string() }).optional(),
});

export function sendCustomerMessage(context: SandboxContext, body: unknown): Answer {
  const request = requestSchema.safeParse(body);
  if (!request.success) return refusal(47001);
  const { touser, msgtype, text } = request.data;
  const phone = findPhone(context, touser);
  if (phone === undefined) return refusal(40003);
  if (msgtype !== 'text') return refusal(40008);
  if (text === undefined || text.content.trim() === '') return refusal(44004);
  if (Buffer.byteLength(text.content) > CONTENT_BYTES) return refusal(45002);
  const allowance = takeAllowance(phone, context.now());
  if (allowance !== 'taken') return refusal(allowance === 'closed' ? 45015 : 45047);
  show(context, phone, { from: 'account', type: 'text', text: text.content });
  return ok({ errcode: 0, errmsg: 'ok' });
}
