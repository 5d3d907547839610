import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isOver } from './runs.js';

/** Removes what this run's tests have left, and what runs that were killed left more than a day ago. */
export default () => {
  const base = dirname(tmpdir());
  for (const name of readdirSync(base))
    if (isOver(/^refund-desk-test_([0-9a-z]+)_/, name))
      rmSync(join(base, name), { recursive: true, force: true });
};
