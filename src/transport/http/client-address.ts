import { isIP } from 'node:net';
import type { Context } from 'koa';

/** This machine and private networks: where a reverse proxy stands, and no stranger. */
const nearby = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:)/i;

const plain = (address: string): string => address.replace(/^::ffff:/i, '');

/**
 * Where a call came from. A proxy appends whom it heard from to X-Forwarded-For, so that only the last entry is its
 * own word; and only what comes from nearby can be a proxy of ours.
 */
export const clientAddress = (ctx: Context): string => {
  const peer = plain(ctx.req.socket.remoteAddress ?? '');
  const forwarded = ctx.request.get('X-Forwarded-For').split(',').at(-1)?.trim() ?? '';
  return nearby.test(peer) && isIP(forwarded) !== 0 ? plain(forwarded) : peer;
};
