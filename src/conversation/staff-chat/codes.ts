import { clean } from '../plain-text.ts';
import { isSixDigits, narrow, understandStaff } from './understand.ts';

const MASK = '••••••';
const bindPattern = /^\s*(绑定|bind)/i;
/** As long as a code and of its signs, in a text that is not quite what was asked for. */
const bindingCode = /(?<![0-9a-z])[2-9a-hj-np-z]{8}(?![0-9a-z])/gi;

/**
 * A text as it may be kept: what binds a WeChat or confirms a payout is needed once, and read by nobody afterwards.
 * @param isStaffs six digits of a member of staff are a code, those of a customer are not
 */
export const withoutCodes = (text: string, isStaffs: boolean): string => {
  if (isStaffs && isSixDigits(text)) return MASK;
  const understood = understandStaff(text, null);
  if (understood?.word.kind === 'bind') return `${understood.language === 'en' ? 'bind' : '绑定'} ${MASK}`;
  const narrowed = narrow(clean(text));
  return bindPattern.test(narrowed) ? narrowed.replace(bindingCode, MASK) : text;
};
