import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './missing.ts';
import { worldSchema, type WorldState } from './schema.ts';

const nameOf = (stateDir: string): string => join(stateDir, 'world.json');

/** The world as it was left; null where there is none yet. Throws where the file cannot be understood. */
export async function loadWorld(stateDir: string): Promise<WorldState | null> {
  let text: string;
  try {
    text = await readFile(nameOf(stateDir), 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return worldSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`The sandbox's ${nameOf(stateDir)} is damaged: remove it to begin anew`, {
      cause: error,
    });
  }
}

/** Whole or not at all: written beside, synced, then renamed over the old one. */
export async function writeWorld(stateDir: string, state: WorldState): Promise<void> {
  const target = nameOf(stateDir);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const file = await open(`${target}.new`, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(state));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${target}.new`, target);
}
