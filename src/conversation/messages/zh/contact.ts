import type { Policy } from '../../../domain/policy/types.ts';
import { oneLine } from '../../plain-text.ts';

/** How to reach a person, as the policy gives it; follows 联系. */
export const contactLine = (contact: Policy['contact']): string =>
  `客服微信 ${oneLine(contact.wechat, 40)}，或发邮件到 ${oneLine(contact.email, 60)}`;
