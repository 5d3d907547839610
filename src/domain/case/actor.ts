import { z } from 'zod';

/** Who did it. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer') }),
  z.object({ kind: z.literal('staff'), name: z.string() }),
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('wechatpay') }),
]);
export type Actor = z.infer<typeof actorSchema>;

export const system: Actor = { kind: 'system' };
export const wechatpay: Actor = { kind: 'wechatpay' };
export const customer: Actor = { kind: 'customer' };
