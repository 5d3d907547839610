import type { Policy } from '../../../domain/policy/types.ts';
import { oneLine } from '../../plain-text.ts';

/** How to reach a person, as the policy gives it; follows "contact customer service". */
export const contactLine = (contact: Policy['contact']): string =>
  `on WeChat (${oneLine(contact.wechat, 40)}) or by e-mail (${oneLine(contact.email, 60)})`;

/** What remains where we do not change our mind (clause 8.3). */
export const mediationLine = (contact: Policy['contact']): string =>
  `If you still disagree, you can ask for mediation, for example at the 12315 consumer hotline (policy 8.3), or contact customer service ${contactLine(contact)}.`;
