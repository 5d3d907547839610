import { z } from 'zod';
import { confirmationSchema } from '../state.ts';

const caseNo = z.string();

/** What a member of staff can ask for by chatting with the account. */
export const staffWordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bind'), code: z.string() }),
  z.object({ kind: z.literal('unbind') }),
  z.object({ kind: z.literal('queue') }),
  z.object({ kind: z.literal('open'), caseNo }),
  z.object({ kind: z.literal('claim'), caseNo }),
  /** For the customer, as it was written. */
  z.object({ kind: z.literal('reply'), caseNo, text: z.string() }),
  z.object({ kind: z.literal('approve'), caseNo }),
  /** `asked`: what the code confirms. */
  z.object({ kind: z.literal('confirm'), code: z.string(), asked: confirmationSchema }),
]);
export type StaffWord = z.infer<typeof staffWordSchema>;
