import { z } from 'zod';

const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) });

/** `config/policy/<version>.json`: the published refund policy, its full text and its parameters. */
export const policySchema = z.object({
  version: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/),
  publishedAt: z.iso.datetime({ offset: true }),
  title: bilingual,
  promise: bilingual,
  contact: z.object({ wechat: z.string().min(1), email: z.email() }),
  parameters: z.object({
    /** Clause 2.2 and 3.2: days in China, the day of purchase not counted. */
    fullRefundDays: z.int().min(1),
    /** Clauses 4 and 6: business days. */
    reviewBusinessDays: z.int().min(1),
    refundBusinessDays: z.int().min(1),
    arrivalBusinessDaysMax: z.int().min(1),
    /** Calendar days in which a refusal can be appealed (clause 8.1). */
    appealDays: z.int().min(1),
  }),
  sections: z
    .array(
      z.object({
        id: z.string().regex(/^\d+$/),
        title: bilingual,
        text: bilingual.nullable(),
        clauses: z.array(z.object({ id: z.string().regex(/^\d+\.\d+$/), text: bilingual })),
      }),
    )
    .min(1),
});
export type Policy = z.infer<typeof policySchema>;

/** The clauses that may be given as the reason of a refusal. */
export const refusalClauses = ['3.1', '3.2', '3.3', '3.4', '3.5'] as const;

export const outcomes = ['full', 'partial', 'none', 'case_by_case'] as const;

/** The facts a rule may need; a name stands in `unknown` where nobody has told us. */
export const factNames = ['paidAt', 'usage', 'promotional', 'terminatedForViolation', 'order'] as const;
/** The claims that staff can confirm. */
export const claimsToConfirm = ['2.1', '2.3', '2.4'] as const;

export const factsSchema = z.object({
  paidAt: z.number().nullable(),
  paidFeaturesUsed: z.boolean().nullable(),
  quotaUsed: z.int().nullable(),
  quotaTotal: z.int().nullable(),
  promotional: z.boolean().nullable(),
  terminatedForViolation: z.boolean().nullable(),
  /** A claim of 2.1, 2.3 or 2.4 that staff have confirmed. */
  claimConfirmed: z.enum(claimsToConfirm).nullable(),
  unknown: z.array(z.enum(factNames)),
});
export type Facts = z.infer<typeof factsSchema>;

/** What the policy recommends. Only people refuse. */
export const assessmentSchema = z.object({
  outcome: z.enum(outcomes),
  /** Every clause the outcome rests on, e.g. `['3.1', '3.2']`. */
  clauses: z.array(z.string()),
  facts: factsSchema,
  /** The last millisecond in China at which 2.2 still holds; null where the purchase time is not known. */
  fullRefundUntil: z.number().nullable(),
  assessedAt: z.number(),
});
export type Assessment = z.infer<typeof assessmentSchema>;
