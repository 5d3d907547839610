import { z } from 'zod';
import type { Collection } from '../../store/store.ts';

/** Small things that belong to the whole installation: access tokens, and which merchant the database belongs to. */
export const settingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('access_token'), accessToken: z.string(), expiresAt: z.number() }),
  z.object({ kind: z.literal('owner'), mchid: z.string(), apiBase: z.string() }),
]);
export type Setting = z.infer<typeof settingSchema>;

export const settings: Collection<Setting, never> = {
  name: 'settings',
  schemaVersion: 1,
  parse: (raw) => settingSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {},
};
