import type { Policy } from '../../../domain/policy/types.ts';
import { oneLine } from '../../plain-text.ts';

/** How to reach a person, as the policy gives it; follows 联系. */
export const contactLine = (contact: Policy['contact']): string =>
  `客服微信 ${oneLine(contact.wechat, 40)}，或发邮件到 ${oneLine(contact.email, 60)}`;

/** What remains where we do not change our mind (clause 8.3). */
export const mediationLine = (contact: Policy['contact']): string =>
  `如仍有异议，可以拨打 12315 消费者投诉举报热线申请调解（政策 8.3），或联系${contactLine(contact)}。`;
