import type { Context } from 'koa';
import type { StaffMember } from '../../domain/staff.ts';
import type { Reader } from '../../usecases/case-access.ts';
import { clientAddress } from '../http/client-address.ts';
import { validate } from '../http/validate.ts';
import { idempotencyKeySchema } from './schema.ts';

/** Who calls, and from where. */
export const readerOf = (ctx: Context & { state: { caller: StaffMember } }): Reader => ({
  staff: ctx.state.caller,
  address: clientAddress(ctx),
});

/** null: none was sent. */
export const idempotencyKeyOf = (ctx: Context): string | null =>
  validate(idempotencyKeySchema, ctx.request.headers['idempotency-key'] ?? null, 'Idempotency-Key');
