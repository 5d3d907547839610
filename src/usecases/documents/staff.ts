import { z } from 'zod';
import { roleSchema } from '../../domain/staff.ts';
import type { Collection } from '../../store/store.ts';

/** A member of staff; the document's id is `staffId(name)`. Secrets are kept as hashes only. */
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

/** Names that differ only in case are one person: "Li" and "li" could otherwise be each other's second. */
export const staffId = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

export const tokenKey = (tokenHash: string): string => `token:${tokenHash}`;

export const staffAccounts: Collection<StaffAccount, 'name'> = {
  name: 'staff',
  schemaVersion: 1,
  parse: (raw) => staffSchema.parse(raw),
  keys: (doc) => [`name:${staffId(doc.name)}`, ...(doc.tokenHash === null ? [] : [tokenKey(doc.tokenHash)])],
  indexes: { name: (doc) => ({ facets: [''], order: staffId(doc.name) }) },
};
