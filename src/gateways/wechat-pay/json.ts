import type { z } from 'zod';

/** Text that should be JSON of a shape; undefined where it is not. */
export const parseJson = <T>(text: string, schema: z.ZodType<T>): T | undefined => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : undefined;
};
