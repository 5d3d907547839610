import type { Case } from '../domain/case/state.ts';
import { textsFor } from './messages/texts-for.ts';

/** What the payer reads on the refund at WeChat Pay. */
export const refundReason = ({ caseNo, language }: Pick<Case, 'caseNo' | 'language'>): string =>
  textsFor(language).payouts.reason(caseNo);
