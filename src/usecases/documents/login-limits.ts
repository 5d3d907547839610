import { z } from 'zod';
import type { Collection } from '../../store/store.ts';

/** How often something has been tried within the window that ends at `until`. */
export const loginLimitSchema = z.object({ tries: z.int(), until: z.number() });
export type LoginLimit = z.infer<typeof loginLimitSchema>;

export const loginLimits: Collection<LoginLimit, never> = {
  name: 'login_limits',
  schemaVersion: 1,
  parse: (raw) => loginLimitSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {},
};
