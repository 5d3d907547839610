import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isMissing } from '../world/missing.ts';

/** Beside the sources, wherever this runs from: `src/` or the compiled `dist/`. */
const directory = new URL('../../../src/sandbox/page/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

export interface PageFile {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** One of the page's own files; null: there is none of that name. */
export async function pageFile(name: string): Promise<PageFile | null> {
  const contentType = TYPES[/^[a-z0-9-]+\.([a-z]+)$/.exec(name)?.[1] ?? ''];
  if (contentType === undefined) return null;
  try {
    return { contentType, bytes: await readFile(fileURLToPath(new URL(name, directory))) };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
