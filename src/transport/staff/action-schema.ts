import { z } from 'zod';
import type { StaffCommand } from '../../domain/case/commands.ts';
import { positiveFenSchema } from '../../domain/money.ts';
import { appealOutcomes, claimsToConfirm, usageSchema } from '../../usecases/case-vocabulary.ts';

/** What a call asks of a case. */
export interface Asked {
  readonly version: number | null;
  readonly command: StaffCommand;
}

/** For colleagues. */
const note = z.string().trim().min(1).max(1000);
/** For the customer: within what one WeChat text message carries. */
const message = z.string().trim().min(1).max(500);
const optionalMessage = message.nullish().transform((value) => value ?? null);
const clauses = z.array(z.string().max(10)).max(20);
const version = z
  .int()
  .min(1)
  .nullish()
  .transform((value) => value ?? null);

type Body<T extends StaffCommand['type']> = Omit<Extract<StaffCommand, { type: T }>, 'type'>;

/** `build` makes the command of a body's fields. */
const asked =
  <Fields extends { readonly version: number | null }>(
    build: (fields: Omit<Fields, 'version'>) => StaffCommand,
  ) =>
  ({ version: seen, ...fields }: Fields): Asked => ({ version: seen, command: build(fields) });

const bare = (type: 'claim' | 'release') => z.object({ version }).transform(asked(() => ({ type })));

const noted = (type: 'second_approve' | 'second_decline' | 'verify') =>
  z.object({ note, version }).transform(asked((body: Body<typeof type>) => ({ type, ...body })));

/** Left out: stays as it was recorded; null: what was recorded is taken back. */
const recordFacts = z
  .object({
    usage: usageSchema.nullable().optional(),
    claimConfirmed: z.enum(claimsToConfirm).nullable().optional(),
    promotional: z.boolean().nullable().optional(),
    terminatedForViolation: z.boolean().nullable().optional(),
    note,
    version,
  })
  .transform(
    asked(({ note: why, ...given }) => {
      const facts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return { type: 'record_facts', facts, note: why };
    }),
  );

const requestInformation = z
  .object({ message, version })
  .transform(asked((body: Body<'request_information'>) => ({ type: 'request_information', ...body })));

const money = (type: 'approve' | 'offer') =>
  z
    .object({ amountFen: positiveFenSchema, note, message: optionalMessage, version })
    .transform(asked((body: Body<typeof type>) => ({ type, ...body })));

const withdrawOffer = z
  .object({ note, message, version })
  .transform(asked((body: Body<'withdraw_offer'>) => ({ type: 'withdraw_offer', ...body })));

const reject = z
  .object({ clauses, note, message, version })
  .transform(asked((body: Body<'reject'>) => ({ type: 'reject', ...body })));

const decideAppeal = z
  .object({
    outcome: z.enum(appealOutcomes),
    amountFen: positiveFenSchema.nullish().transform((value) => value ?? null),
    clauses: clauses.default([]),
    note,
    message,
    version,
  })
  .refine(({ outcome, amountFen }) => (outcome === 'offer') === (amountFen !== null), {
    path: ['amountFen'],
    message: 'an offer needs it, and nothing else has it',
  })
  .transform(asked((body: Body<'decide_appeal'>) => ({ type: 'decide_appeal', ...body })));

/** What may stand in `text` is the use case's to say: 422 `text_empty`, `text_too_long`. */
const reply = z
  .object({ text: z.string(), version })
  .transform(asked((body: Body<'reply'>) => ({ type: 'reply', ...body })));

const settleOutside = z
  .object({ proof: z.string().trim().min(1).max(500), note, version })
  .transform(asked((body: Body<'settle_outside'>) => ({ type: 'settle_outside', ...body })));

/** `POST /api/staff/cases/{caseNo}/{action}` */
export const actionSchemas: ReadonlyMap<string, z.ZodType<Asked>> = new Map<string, z.ZodType<Asked>>([
  ['claim', bare('claim')],
  ['release', bare('release')],
  ['record-facts', recordFacts],
  ['request-information', requestInformation],
  ['approve', money('approve')],
  ['second-approve', noted('second_approve')],
  ['second-decline', noted('second_decline')],
  ['offer', money('offer')],
  ['withdraw-offer', withdrawOffer],
  ['reject', reject],
  ['decide-appeal', decideAppeal],
  ['reply', reply],
  ['verify', noted('verify')],
  ['settle-outside', settleOutside],
]);
