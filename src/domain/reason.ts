import { z } from 'zod';

/** Why a customer asks for a refund, in the order in which the form offers them. */
export const reasonCategories = [
  'technical_failure',
  'unused_within_14_days',
  'service_unavailable',
  'required_by_law',
  'personal_emergency',
  'maintenance_interruption',
  'force_majeure',
  'own_reasons',
  'other',
] as const;
export type ReasonCategory = (typeof reasonCategories)[number];

export const DESCRIPTION_MAX_CHARS = 500;
export const EVIDENCE_MAX = 9;

export const reasonSchema = z.object({
  category: z.enum(reasonCategories),
  text: z.string().min(1).max(DESCRIPTION_MAX_CHARS),
});
export type Reason = z.infer<typeof reasonSchema>;

export const languages = ['zh', 'en'] as const;
export const languageSchema = z.enum(languages);
export type Language = (typeof languages)[number];
