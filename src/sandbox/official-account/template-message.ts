import { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import { findPhone, show } from '../phones/phone.ts';
import { digits } from '../random.ts';
import { refusal, type Answer } from './answer.ts';
import { reportTemplate } from './inbound.ts';
import { fits, type TemplateDefinition } from './template-fields.ts';

/** `POST /cgi-bin/message/template/send` (WeChat: 发送模板消息). */

const DEDUPLICATED_MS = 600_000;
const REPORTED_AFTER_MS = 1_000;

/** WeChat's own words, blanks and all. */
const FAILURES = { user_block: 'failed:user block', system_failed: 'failed: system failed' } as const;

const requestSchema = z.object({
  touser: z.string(),
  template_id: z.string(),
  url: z.string().optional(),
  miniprogram: z.object({ appid: z.string(), pagepath: z.string().optional() }).optional(),
  client_msg_id: z.string().min(1).optional(),
  data: z.record(z.string(), z.object({ value: z.string(), color: z.string().optional() })),
});
type Request = z.infer<typeof requestSchema>;

/** A bare JSON number beyond 2^53, as the real one: JSON.stringify could not write it. */
const accepted = (msgid: string): Answer => ({ json: `{"errcode":0,"errmsg":"ok","msgid":${msgid}}` });

/** The first field that WeChat would not take; null: all are right. */
function wrongField(template: TemplateDefinition, data: Request['data']): string | null {
  const missing = template.fields.find(({ key }) => data[key] === undefined);
  if (missing !== undefined) return `data.${missing.key}.value is empty`;
  const wrong = Object.entries(data).find(([key, { value }]) => {
    const field = template.fields.find((candidate) => candidate.key === key);
    return field === undefined || !fits(field, value);
  });
  return wrong === undefined ? null : `data.${wrong[0]}.value invalid`;
}

/** The message id given before to the same `client_msg_id`; null: it is new. */
function sentBefore(context: SandboxContext, openid: string, clientMsgId: string | undefined): string | null {
  if (clientMsgId === undefined) return null;
  const since = context.now() - DEDUPLICATED_MS;
  context.world.templatesSent = context.world.templatesSent.filter(({ at }) => at > since);
  const found = context.world.templatesSent.find(
    (sent) => sent.openid === openid && sent.clientMsgId === clientMsgId,
  );
  return found?.msgid ?? null;
}

export function sendTemplateMessage(context: SandboxContext, body: unknown): Answer {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return refusal(47001);
  const request = parsed.data;
  const phone = findPhone(context, request.touser);
  if (phone === undefined) return refusal(40003);
  const template = context.templates.find(({ id }) => id === request.template_id);
  if (template === undefined) return refusal(40037);
  if (request.url !== undefined && request.url !== '' && !URL.canParse(request.url)) return refusal(40066);
  const wrong = wrongField(template, request.data);
  if (wrong !== null) return refusal(47003, wrong);
  if (!phone.subscribed) return refusal(43004);
  const clientMsgId = request.client_msg_id;
  const before = sentBefore(context, phone.openid, clientMsgId);
  if (before !== null) return accepted(before);

  const msgid = `3${digits(context.random, 18)}`;
  if (clientMsgId !== undefined) {
    context.world.templatesSent.push({ openid: phone.openid, clientMsgId, msgid, at: context.now() });
  }
  const fault = context.faults.take('template_outcome');
  const failure = fault?.on === 'template_outcome' ? FAILURES[fault.effect] : null;
  if (failure === null)
    show(context, phone, {
      from: 'template',
      type: 'template',
      text: template.title,
      fields: template.fields.map(({ key, label }) => ({ label, value: request.data[key]?.value ?? '' })),
      url: request.url === '' ? undefined : request.url,
    });
  const report = context.agenda.at(context.now() + REPORTED_AFTER_MS, async () => {
    await reportTemplate(context, phone, msgid, failure ?? 'success');
    context.reports.delete(report);
  });
  context.reports.add(report);
  return accepted(msgid);
}
