import { z } from 'zod';
import { type Alert, type AlertKind, alertSchema } from './alerts/alert.ts';
import { type Result, ok, refuse } from './result.ts';
import type { Instant } from './time.ts';

export const incidentStates = ['open', 'resolved'] as const;
export type IncidentState = (typeof incidentStates)[number];

/**
 * What staff are not only told of, but a person must settle: money that may have gone wrong, and work that has failed
 * eight times. The rest can be seen where it is to be done, in the case.
 */
const incidentKinds: readonly AlertKind[] = [
  'late_refund_result',
  'notification_quarantined',
  'payout_needs_person',
  'payout_unknown',
  'refund_overdue',
  'shop_not_told',
  'work_failing',
  'notice_delayed',
];
export const isIncident = ({ kind }: Alert): boolean => incidentKinds.includes(kind);

const resolutionSchema = z.object({
  by: z.string(),
  at: z.number(),
  note: z.string(),
  /** The `Idempotency-Key` of the call. */
  key: z.string().nullable(),
});
export type Resolution = z.infer<typeof resolutionSchema>;

/** Something a person must settle. It is one incident however often it happens, until it is resolved. */
export const incidentSchema = z.object({
  about: alertSchema,
  state: z.enum(incidentStates),
  /** When it was last opened. */
  openedAt: z.number(),
  lastAt: z.number(),
  count: z.int().min(1),
  /** Of every time it was resolved, oldest first. */
  resolutions: z.array(resolutionSchema),
});
export type Incident = z.infer<typeof incidentSchema>;

/** It happened: opens the incident, or the resolved one again; an open one only counts. */
export const opened = (before: Incident | undefined, about: Alert, at: Instant): Incident =>
  before === undefined
    ? { about, state: 'open', openedAt: at, lastAt: at, count: 1, resolutions: [] }
    : {
        ...before,
        about,
        state: 'open',
        openedAt: before.state === 'open' ? before.openedAt : at,
        lastAt: at,
        count: before.count + 1,
      };

/** The same call again, by its key, is the first one's answer: the same incident comes back. */
export const resolve = (incident: Incident, resolution: Resolution): Result<Incident, 'already_resolved'> => {
  if (incident.state === 'open')
    return ok({ ...incident, state: 'resolved', resolutions: [...incident.resolutions, resolution] });
  const last = incident.resolutions.at(-1);
  const isRepeat = resolution.key !== null && last?.key === resolution.key && last.by === resolution.by;
  return isRepeat ? ok(incident) : refuse('already_resolved');
};
