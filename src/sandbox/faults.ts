import { z } from 'zod';

/**
 * Faults to inject, for tests and for showing what the desk makes of them. Each is used up `times` times.
 * - On calls: `reset` breaks the connection, `hang` never answers, `status` answers that HTTP status with an HTML
 *   page; `accepted: true` does the work first. `unsigned` and `forged` (WeChat Pay only) do the work and spoil
 *   the answer's signature. `error` refuses: for the Official Account `errcode`, for WeChat Pay `status` and `code`.
 * - On `refund_outcome`: what the next refund comes to (`PROCESSING`: nothing, until it is settled by hand); `lag`
 *   hides it from as many queries.
 * - On `template_outcome`: the next template message is taken, but never shown, and reported as not arrived.
 * - On `notification`: `lose` never sends it, `duplicate` sends it twice at once, `tamper` flips a bit.
 */
export const officialAccountCalls = ['token', 'customer_message', 'template', 'media'] as const;
export const payCalls = ['refund', 'query_refund', 'query_transaction', 'certificates'] as const;

const times = z.int().min(1).max(1000).default(1);
const accepted = z.boolean().default(false);
const calls = z.enum([...officialAccountCalls, ...payCalls]);

export const faultBody = z.union([
  z.strictObject({ on: calls, effect: z.enum(['reset', 'hang']), accepted, times }),
  z.strictObject({
    on: calls,
    effect: z.literal('status'),
    status: z.int().min(200).max(599),
    accepted,
    times,
  }),
  z.strictObject({ on: z.enum(payCalls), effect: z.enum(['unsigned', 'forged']), times }),
  z.strictObject({ on: z.enum(officialAccountCalls), effect: z.literal('error'), errcode: z.int(), times }),
  z.strictObject({
    on: z.enum(payCalls),
    effect: z.literal('error'),
    status: z.int().min(400).max(599),
    code: z.string(),
    accepted,
    times,
  }),
  z.strictObject({
    on: z.literal('refund_outcome'),
    effect: z.enum(['ABNORMAL', 'CLOSED', 'PROCESSING']),
    times,
  }),
  z.strictObject({
    on: z.literal('refund_outcome'),
    effect: z.literal('lag'),
    queries: z.int().min(1),
    times,
  }),
  z.strictObject({
    on: z.literal('template_outcome'),
    effect: z.enum(['user_block', 'system_failed']),
    times,
  }),
  z.strictObject({ on: z.literal('notification'), effect: z.enum(['lose', 'duplicate', 'tamper']), times }),
]);
export type Fault = z.infer<typeof faultBody>;
export type FaultInput = z.input<typeof faultBody>;
export type Call = z.infer<typeof calls>;

export interface Faults {
  /** Throws a ZodError where the fault makes no sense. */
  add(fault: FaultInput): void;
  clear(): void;
  /** The next fault planned there, used up once; null: none. */
  take(on: Fault['on']): Fault | null;
}

export function createFaults(): Faults {
  let planned: { fault: Fault; left: number }[] = [];
  return {
    add: (input) => {
      const fault = faultBody.parse(input);
      planned.push({ fault, left: fault.times });
    },
    clear: () => {
      planned = [];
    },
    take: (on) => {
      const found = planned.find((entry) => entry.fault.on === on);
      if (found === undefined) return null;
      found.left -= 1;
      planned = planned.filter((entry) => entry.left > 0);
      return found.fault;
    },
  };
}
