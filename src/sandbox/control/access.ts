import type { Context, Next } from 'koa';
import { z } from 'zod';
import { parseJson, readBody } from '../http/body.ts';

const BODY_LIMIT = 4 * 1024 * 1024;
const LOOPBACK_ADDRESS = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

export function refuse(ctx: Context, status: number, code: string, message: string): void {
  ctx.status = status;
  ctx.body = { error: { code, message } };
}

/** From this machine only, and not through another site's name or page. */
export async function loopbackOnly(ctx: Context, next: Next): Promise<void> {
  const address = ctx.req.socket.remoteAddress ?? '';
  if (!LOOPBACK_ADDRESS.test(address) || !LOOPBACK_HOST.test(ctx.get('Host'))) {
    refuse(ctx, 403, 'forbidden', 'The sandbox answers this machine only');
    return;
  }
  ctx.set('Cache-Control', 'no-store');
  await next();
}

/** The body, checked; null: it has been refused already. A JSON type is required: no other site's form can send it. */
export async function bodyOf<T>(ctx: Context, schema: z.ZodType<T>): Promise<T | null> {
  if (!ctx.get('Content-Type').startsWith('application/json')) {
    refuse(ctx, 415, 'unsupported_media_type', 'Send JSON, and say so in Content-Type');
    return null;
  }
  const bytes = await readBody(ctx.req, BODY_LIMIT);
  if (bytes === null) {
    refuse(ctx, 413, 'too_large', 'The body is over 4 MB');
    return null;
  }
  const parsed = schema.safeParse(parseJson(bytes.toString()));
  if (parsed.success) return parsed.data;
  refuse(ctx, 400, 'invalid_body', z.prettifyError(parsed.error));
  return null;
}
