import { z } from 'zod';

export const roles = ['agent', 'supervisor', 'finance', 'admin', 'auditor'] as const;
export const roleSchema = z.enum(roles);
export type Role = (typeof roles)[number];

/** A member of staff as the rules see one. */
export interface StaffMember {
  readonly name: string;
  readonly role: Role;
  /** Their own WeChat, in which they may be a customer as well; null: none is bound. */
  readonly wechat: WechatUser | null;
  /** Those they had before: whoever was a customer there is one still. */
  readonly pastWechats: readonly WechatUser[];
}

interface WechatUser {
  readonly appid: string;
  readonly openid: string;
}

export const isOwnWechat = ({ wechat, pastWechats }: StaffMember, { appid, openid }: WechatUser): boolean =>
  [wechat, ...pastWechats].some((own) => own?.appid === appid && own.openid === openid);

const permissions = {
  read: ['agent', 'supervisor', 'finance', 'admin', 'auditor'],
  handle_case: ['agent', 'supervisor', 'admin'],
  second_approval: ['supervisor', 'finance', 'admin'],
  decide_appeal: ['supervisor', 'admin'],
  free_claims: ['supervisor', 'admin'],
  run_payouts: ['finance', 'admin'],
  manage_staff: ['admin'],
  read_audit: ['admin', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Everything a role is allowed. */
export const permissionsOf = (role: Role): readonly string[] =>
  Object.entries(permissions)
    .filter(([, allowed]) => allowed.some((each) => each === role))
    .map(([permission]) => permission);

/** The table of INTERFACE.md, "may": the only place that knows what a role is allowed. */
export const may = (role: Role, permission: Permission): boolean => {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(role);
};
