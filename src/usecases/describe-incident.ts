import { alertText } from '../conversation/alerts/texts.ts';
import type { AlertKind } from '../domain/alerts/alert.ts';
import type { Incident } from '../domain/incident.ts';
import type { Language } from '../domain/reason.ts';

export interface IncidentDescription {
  readonly kind: AlertKind;
  readonly text: string;
  /** null: it is not about one case, or one refund. */
  readonly caseNo: string | null;
  readonly outRefundNo: string | null;
}

/** What staff read of an incident. */
export const describeIncident = ({ about }: Incident, language: Language): IncidentDescription => ({
  kind: about.kind,
  text: alertText(about, language),
  caseNo: 'caseNo' in about ? about.caseNo : null,
  outRefundNo: 'outRefundNo' in about ? about.outRefundNo : null,
});
