import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** The names of the `.json` files in a folder, sorted; none where the folder does not exist. */
export const jsonFilesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];

export type ParsedFile<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly string[] };

type Describe = (path: readonly PropertyKey[], raw: unknown) => string;

const dotted: Describe = (path) => path.map(String).join('.');

/**
 * One JSON file, checked. A fault names the file and the place in it.
 * @param describe names the place a fault lies at, for a reader who looks at the file
 */
export const parseJsonFile = <T>(
  folder: string,
  name: string,
  schema: z.ZodType<T>,
  describe: Describe = dotted,
): ParsedFile<T> => {
  const file = join(folder, name);
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return {
      ok: false,
      faults: [`${file}: not JSON (${String(error)})`],
    };
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => {
    const place = describe(path, raw);
    return `${file}: ${place === '' ? '' : `${place}: `}${message}`;
  });
  return { ok: false, faults };
};
