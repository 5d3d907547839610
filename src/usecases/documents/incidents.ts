import { type Incident, type IncidentState, incidentSchema } from '../../domain/incident.ts';
import { type Collection, orderKey } from '../../store/store.ts';

/** The facet that holds what is asked for; null stands for both states. */
export const incidentFacet = (state: IncidentState | null): string => state ?? 'all';

/** The document's id is the key of what it is about. */
export const incidents: Collection<Incident, 'list'> = {
  name: 'incidents',
  schemaVersion: 1,
  parse: (raw) => incidentSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {
    list: (doc) => ({
      facets: [incidentFacet(null), incidentFacet(doc.state)],
      order: orderKey(doc.openedAt),
    }),
  },
};
