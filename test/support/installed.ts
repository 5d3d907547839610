import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from './desk.ts';

type Files = Readonly<Record<string, unknown>>;

const fill = (folder: string, files: Files): void => {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(content));
};

/** The installation in another place, with these files in its `config/`; its root folder. */
export const installedWith = (folder: string, files: { holidays: Files; policies?: Files }): string => {
  const root = join(folder, 'installed');
  fill(join(root, 'config/holidays'), files.holidays);
  for (const name of ['package.json', 'config/default.json'])
    symlinkSync(join(rootDir, name), join(root, name));
  if (files.policies) fill(join(root, 'config/policy'), files.policies);
  else symlinkSync(join(rootDir, 'config/policy'), join(root, 'config/policy'));
  return root;
};
