import { z } from 'zod';
import type { Customer } from '../../domain/case/state.ts';
import { type StaffMember, roleSchema } from '../../domain/staff.ts';
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

/** The member's own WeChat, from which they work by chatting with the account. */
const staffWechatSchema = z.object({
  appid: z.string(),
  openid: z.string(),
  boundAt: z.number(),
  /** Of the message that bound it, so that its repeat is answered as it was. */
  messageKey: z.string(),
});

/** Whoever sends the code from their WeChat within the time binds it; issued anew, the one before ends. */
const wechatCodeSchema = z.object({
  /** SHA-256, hex. */
  hash: z.string(),
  expiresAt: z.number(),
});

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
  wechat: staffWechatSchema.nullable(),
  pastWechats: z.array(staffWechatSchema.pick({ appid: true, openid: true })),
  wechatCode: wechatCodeSchema.nullable(),
  createdAt: z.number(),
});
export type StaffAccount = z.infer<typeof staffSchema>;

export const memberOf = ({ name, role, wechat, pastWechats }: StaffAccount): StaffMember => ({
  name,
  role,
  wechat,
  pastWechats,
});

/** The account once nobody's WeChat is bound to it any more. */
export const withoutWechat = (account: StaffAccount): StaffAccount => {
  const { wechat, pastWechats } = account;
  if (wechat === null) return account;
  const { appid, openid } = wechat;
  const others = pastWechats.filter((past) => past.appid !== appid || past.openid !== openid);
  return { ...account, wechat: null, pastWechats: [...others, { appid, openid }] };
};

/** Names that differ only in case are one person: "Li" and "li" could otherwise be each other's second. */
export const staffId = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

export const tokenKey = (tokenHash: string): string => `token:${tokenHash}`;

export const wechatKey = ({ appid, openid }: Customer): string => `wechat:${appid}:${openid}`;

export const wechatCodeKey = (codeHash: string): string => `wechat-code:${codeHash}`;

const earlier = z.looseObject({});

export const staffAccounts: Collection<StaffAccount, 'name'> = {
  name: 'staff',
  schemaVersion: 4,
  parse: (raw) => staffSchema.parse(raw),
  /** Version 1 knew no second factor, version 2 nobody's WeChat, version 3 none but the present one. */
  upgrade: (raw) => ({
    totp: null,
    wechat: null,
    wechatCode: null,
    ...earlier.parse(raw),
    pastWechats: [],
  }),
  keys: (doc) => [
    `name:${staffId(doc.name)}`,
    ...(doc.tokenHash === null ? [] : [tokenKey(doc.tokenHash)]),
    ...(doc.wechat === null ? [] : [wechatKey(doc.wechat)]),
    ...(doc.wechatCode === null ? [] : [wechatCodeKey(doc.wechatCode.hash)]),
  ],
  indexes: { name: (doc) => ({ facets: [''], order: staffId(doc.name) }) },
};
