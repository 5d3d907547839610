import type { Policy } from '../../../domain/policy/types.ts';
import { oneLine } from '../../plain-text.ts';

/** How to reach a person, as the policy gives it; follows "contact customer service". */
export const contactLine = (contact: Policy['contact']): string =>
  `on WeChat (${oneLine(contact.wechat, 40)}) or by e-mail (${oneLine(contact.email, 60)})`;
