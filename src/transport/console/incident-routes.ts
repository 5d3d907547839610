import type Router from '@koa/router';
import { z } from 'zod';
import type { Deps } from '../../usecases/deps.ts';
import { describeIncident } from '../../usecases/describe-incident.ts';
import {
  type NamedIncident,
  incidentStates,
  listIncidents,
  resolveIncident,
} from '../../usecases/incidents.ts';
import { resolveSchema } from '../staff/incident-routes.ts';
import { refusedWith } from '../staff/refusals.ts';
import { type Console, type Ctx, type StaffVisit, readerOf, redirect } from './console.ts';
import type { IncidentFault } from './texts/finance-texts.ts';

const PAGE = 10;

/** Whatever the address bar says, there is a list to show. */
const querySchema = z.object({
  state: z.enum(incidentStates).catch('open'),
  cursor: z.string().max(400).nullable().catch(null),
  done: z.literal('resolve').nullable().catch(null),
});
type Query = z.infer<typeof querySchema>;

const formSchema = z.object({
  key: z.string().regex(/^[0-9a-f]{32}$/),
  note: z.string().transform((note) => note.replaceAll('\r\n', '\n')),
});

/** What the form itself can be refused for, before the incident is looked at. */
const formFaults = ['note_missing', 'note_too_long'] as const satisfies readonly IncidentFault[];

interface Refusal {
  readonly id: string;
  readonly code: IncidentFault;
  readonly typed: string;
}

const faultOf = ({ issues: [issue] }: z.ZodError): (typeof formFaults)[number] =>
  issue?.code === 'too_big' ? 'note_too_long' : 'note_missing';

/** As the API answers the same refusal. */
const statusOf = (code: IncidentFault): number =>
  formFaults.some((fault) => fault === code) ? 422 : refusedWith(code).status;

const href = (path: string, { state, cursor }: Omit<Query, 'done'>): string => {
  const given = new URLSearchParams({
    ...(state === 'open' ? {} : { state }),
    ...(cursor === null ? {} : { cursor }),
  }).toString();
  return given === '' ? path : `${path}?${given}`;
};

const presentIncident = (
  { random }: Pick<Deps, 'random'>,
  { id, incident }: NamedIncident,
  { texts, language }: StaffVisit,
  query: Query,
  refusal: Refusal | null,
) => {
  const { kind, text, caseNo } = describeIncident(incident, language);
  const resolution = incident.state === 'resolved' ? incident.resolutions.at(-1) : undefined;
  const mine = refusal?.id === id ? refusal : null;
  return {
    id,
    kind,
    text,
    caseNo,
    opened: texts.incidents.opened(texts.minute(incident.openedAt)),
    again: incident.count === 1 ? null : texts.incidents.again(incident.count, texts.minute(incident.lastAt)),
    resolved:
      resolution === undefined ? null : texts.incidents.resolved(resolution.by, texts.minute(resolution.at)),
    note: resolution?.note ?? null,
    isOpen: incident.state === 'open',
    // What is refused is shown again on the page of the list it was on.
    action: href(`/staff/incidents/${encodeURIComponent(id)}/resolve`, query),
    key: random.bytes(16).toString('hex'),
    typed: mine?.typed ?? '',
    fault: mine && texts.incidents.refusals[mine.code],
  };
};

/** `/staff/incidents`: what a person must settle, and the note with which it is settled. */
export const incidentPages = (router: Router, { parts: { deps }, views, problem, staff }: Console): void => {
  const show = async (ctx: Ctx, visit: StaffVisit, refusal: Refusal | null): Promise<void> => {
    const query = querySchema.parse(ctx.query);
    const page = await listIncidents(deps, readerOf(visit), { ...query, limit: PAGE });
    if (!page.ok) {
      problem(ctx, visit, 403, 'forbidden');
      return;
    }
    const { incidents: texts } = visit.texts;
    const incidents = page.value.incidents.map((each) => presentIncident(deps, each, visit, query, refusal));
    const isHere = incidents.some(({ id, isOpen }) => isOpen && id === refusal?.id);
    const { state, done } = query;
    ctx.status = refusal ? statusOf(refusal.code) : 200;
    views.show(ctx, visit, 'incidents', {
      title: texts.title,
      states: incidentStates.map((each) => ({
        name: each,
        label: texts.states[each],
        href: href('/staff/incidents', { state: each, cursor: null }),
        here: each === state,
      })),
      incidents,
      empty: texts.empty[state],
      done: done === null || refusal ? null : texts.done,
      refusal: refusal && texts.refusals[refusal.code],
      lost: refusal && !isHere && refusal.typed !== '' ? refusal.typed : null,
      next: page.value.next === null ? null : href('/staff/incidents', { state, cursor: page.value.next }),
    });
  };

  router.get(
    '/staff/incidents',
    staff((ctx, visit) => show(ctx, visit, null)),
  );

  router.post(
    '/staff/incidents/:id/resolve',
    staff(async (ctx, visit) => {
      const { id = '' } = ctx.params;
      const form = formSchema.safeParse(ctx.request.body);
      if (!form.success) {
        problem(ctx, visit, 422, 'bad_request');
        return;
      }
      const { key, note: typed } = form.data;
      const asked = resolveSchema.safeParse({ note: typed });
      if (!asked.success) {
        await show(ctx, visit, { id, code: faultOf(asked.error), typed });
        return;
      }
      const decision = { id, note: asked.data.note, idempotencyKey: key };
      const resolved = await resolveIncident(deps, readerOf(visit), decision);
      if (resolved.ok) redirect(ctx, '/staff/incidents?done=resolve');
      else await show(ctx, visit, { id, code: resolved.code, typed });
    }),
  );
};
