import type { Context } from 'koa';
import type { Evidence } from '../../usecases/read-case.ts';

/** What a browser may show in place; anything else is only ever saved. */
const pictures: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);

/** Hands out a customer's file so that it can neither run nor be kept by anything on its way. */
export const sendEvidence = (ctx: Context, { contentType, bytes }: Evidence, name: string): void => {
  const extension = pictures.get(contentType);
  ctx.body = bytes;
  ctx.type = extension === undefined ? 'application/octet-stream' : contentType;
  ctx.set(
    'Content-Disposition',
    extension === undefined ? `attachment; filename="${name}"` : `inline; filename="${name}.${extension}"`,
  );
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Content-Security-Policy', "default-src 'none'; sandbox");
  ctx.set('Cache-Control', 'private, no-store');
};
