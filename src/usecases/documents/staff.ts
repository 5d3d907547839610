import { z } from 'zod';
import { roleSchema } from '../../domain/staff.ts';
import type { Collection } from '../../store/store.ts';

/** The second factor (RFC 6238); null in the account: none. */
export const totpSchema = z.object({
  /** Sealed under a key that is not in the database (staff-keys.ts), so that a copy of it gives nobody's codes. */
  secret: z.string(),
  /** null: begun, but no code has been given yet; until then none is asked for. */
  confirmedAt: z.number().nullable(),
  /** The 30-second step of the last code taken; that one and all before it are used up. */
  lastStep: z.int().nullable(),
});
export type Totp = z.infer<typeof totpSchema>;

/** A member of staff; the document's id is `staffId(name)`. Passwords and tokens are kept as hashes only. */
export const staffSchema = z.object({
  name: z.string(),
  role: roleSchema,
  /** argon2id, PHC string. */
  passwordHash: z.string(),
  /** SHA-256 of the bearer token, hex; null: none issued. */
  tokenHash: z.string().nullable(),
  disabled: z.boolean(),
  totp: totpSchema.nullable(),
  createdAt: z.number(),
});
export type StaffAccount = z.infer<typeof staffSchema>;

/** Names that differ only in case are one person: "Li" and "li" could otherwise be each other's second. */
export const staffId = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

export const tokenKey = (tokenHash: string): string => `token:${tokenHash}`;

const beforeTotp = z.looseObject({});

export const staffAccounts: Collection<StaffAccount, 'name'> = {
  name: 'staff',
  schemaVersion: 2,
  parse: (raw) => staffSchema.parse(raw),
  /** Version 1 knew no second factor. */
  upgrade: (raw) => ({ ...beforeTotp.parse(raw), totp: null }),
  keys: (doc) => [`name:${staffId(doc.name)}`, ...(doc.tokenHash === null ? [] : [tokenKey(doc.tokenHash)])],
  indexes: { name: (doc) => ({ facets: [''], order: staffId(doc.name) }) },
};
