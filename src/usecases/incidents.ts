import { type Alert, alertKey } from '../domain/alerts/alert.ts';
import {
  type Incident,
  type IncidentState,
  incidentStates,
  isIncident,
  opened,
  resolve,
} from '../domain/incident.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import { may } from '../domain/staff.ts';
import { type AlertDeps, raiseAlert } from './alerts/raise-alert.ts';
import { recordDone } from './audit.ts';
import type { Reader } from './case-access.ts';
import { changeOrInsert } from './change.ts';
import type { Deps } from './deps.ts';
import { incidentFacet, incidents } from './documents/incidents.ts';
import { readable } from './readable.ts';

export { incidentStates };

/** An incident with its id. */
export interface NamedIncident {
  readonly id: string;
  readonly incident: Incident;
}

/** Opens an incident that a person must settle, once however often it happens, and alerts. */
const openIncident = async (deps: AlertDeps, about: Alert): Promise<void> => {
  const at = deps.clock.now();
  await changeOrInsert(deps.store, incidents, alertKey(about), (before) => opened(before, about, at));
  await raiseAlert(deps, about);
};

/** Tells staff, and opens an incident where it is one. */
export const raise = (deps: AlertDeps, alert: Alert): Promise<void> =>
  isIncident(alert) ? openIncident(deps, alert) : raiseAlert(deps, alert);

export interface IncidentQuery {
  /** null: both. */
  readonly state: IncidentState | null;
  readonly limit: number;
  /** The `next` of the page before. */
  readonly cursor: string | null;
}

export interface IncidentPage {
  readonly incidents: readonly NamedIncident[];
  readonly next: string | null;
}

/**
 * Incidents, the newest first.
 * @throws OperationalError 400 `bad_cursor`
 */
export const listIncidents = async (
  { store, log }: Pick<Deps, 'store' | 'log'>,
  { staff }: Reader,
  { state, limit, cursor }: IncidentQuery,
): Promise<Result<IncidentPage, 'forbidden'>> => {
  if (!may(staff.role, 'run_payouts')) return refuse('forbidden');
  const page = await store.scan(incidents, 'list', {
    facet: incidentFacet(state),
    descending: true,
    limit,
    ...(cursor === null ? {} : { cursor }),
  });
  const found = readable(log, page.items).map(({ id, doc }) => ({ id, incident: doc }));
  return ok({ incidents: found, next: page.next });
};

export interface IncidentDecision {
  readonly id: string;
  /** What was found and done, for colleagues. */
  readonly note: string;
  /** The `Idempotency-Key` of the call; a repeat is answered as the first was. */
  readonly idempotencyKey: string | null;
}

type ResolveDeps = Pick<Deps, 'store' | 'clock' | 'random' | 'log'>;
export type IncidentRefusal = 'forbidden' | 'incident_not_found' | 'already_resolved' | 'busy';

const MAX_TRIES = 20;

const decideIncident = async (
  { store, clock }: ResolveDeps,
  { staff }: Reader,
  { id, note, idempotencyKey }: IncidentDecision,
): Promise<Result<NamedIncident, IncidentRefusal>> => {
  if (!may(staff.role, 'run_payouts')) return refuse('forbidden');
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await store.get(incidents, id);
    if (!stored) return refuse('incident_not_found');
    const resolution = { by: staff.name, at: clock.now(), note, key: idempotencyKey };
    const resolved = resolve(stored.doc, resolution);
    if (!resolved.ok) return resolved;
    if (resolved.value === stored.doc) return ok({ id, incident: stored.doc });
    const written = await store.replace(incidents, stored, resolved.value);
    if (written.ok) return ok({ id, incident: resolved.value });
  }
  return refuse('busy');
};

const caseNoOf = ({ about }: Incident): string | null => ('caseNo' in about ? about.caseNo : null);

/** A person says that an incident is settled; recorded however it ends. */
export const resolveIncident = async (
  deps: ResolveDeps,
  reader: Reader,
  decision: IncidentDecision,
): Promise<Result<NamedIncident, IncidentRefusal>> => {
  const decided = await decideIncident(deps, reader, decision);
  await recordDone(deps, {
    staff: reader.staff.name,
    action: 'resolve_incident',
    caseNo: decided.ok ? caseNoOf(decided.value.incident) : null,
    detail: decided.ok ? decided.value.id : null,
    address: reader.address,
    outcome: decided.ok ? 'ok' : decided.code,
  });
  return decided;
};
