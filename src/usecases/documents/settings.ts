import { z } from 'zod';
import type { Collection } from '../../store/store.ts';

/**
 * Small things that belong to the whole installation: access tokens, which merchant the database belongs to, and
 * when it was last brought back from a backup.
 */
export const settingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('access_token'), accessToken: z.string(), expiresAt: z.number() }),
  z.object({ kind: z.literal('owner'), mchid: z.string(), apiBase: z.string() }),
  /** `id` is new every time: clocks may differ between who backs up, who restores and who serves. */
  z.object({ kind: z.literal('restored'), id: z.string(), at: z.number() }),
]);
export type Setting = z.infer<typeof settingSchema>;

export const settings: Collection<Setting, never> = {
  name: 'settings',
  /** Version 1 knew nothing of restores. */
  schemaVersion: 2,
  parse: (raw) => settingSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {},
};
