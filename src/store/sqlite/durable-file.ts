import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

const sync = (path: string): void => {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** What is in the file, and that it is there, survives a power failure. */
export const syncFile = (path: string): void => {
  sync(path);
  sync(dirname(path));
};

/** Puts a file in another's place in one step; both lie in the same folder. */
export const moveInPlace = (from: string, to: string): void => {
  renameSync(from, to);
  sync(dirname(to));
};
