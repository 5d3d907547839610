import { z } from 'zod';
import { roleSchema } from '../../domain/staff.ts';
import type { Collection } from '../../store/store.ts';

/** A member of staff; the document's id is the name. Secrets are kept as hashes only. */
export const staffSchema = z.object({
  name: z.string(),
  role: roleSchema,
  /** argon2id, PHC string. */
  passwordHash: z.string(),
  /** SHA-256 of the bearer token, hex; null: none issued. */
  tokenHash: z.string().nullable(),
  disabled: z.boolean(),
  createdAt: z.number(),
});
export type StaffAccount = z.infer<typeof staffSchema>;

export const staffAccounts: Collection<StaffAccount, 'name'> = {
  name: 'staff',
  schemaVersion: 1,
  parse: (raw) => staffSchema.parse(raw),
  keys: (doc) => [`name:${doc.name}`, ...(doc.tokenHash === null ? [] : [`token:${doc.tokenHash}`])],
  indexes: { name: (doc) => ({ facets: [''], order: doc.name }) },
};
