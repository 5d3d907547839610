import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '../../src/domain/time.ts';

/** `2026-02-13 23:59:59.999` in China. */
export const china = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}+08:00`);

/** A new folder with these files; what is not a string is written as JSON. */
export const folderOf = (files: Record<string, unknown>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'refund-desk-'));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
};
