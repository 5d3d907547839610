import { join } from 'node:path';
import { systemClock } from '../system.ts';
import { readHolidays } from '../usecases/load-calendar.ts';
import { runHolidaysCommand } from './holidays-command.ts';

/** `npm run holidays`: looks at config/holidays alone; needs no database and no settings. */
process.exitCode = runHolidaysCommand(
  process.argv.slice(2),
  () => readHolidays(join(import.meta.dirname, '../../config/holidays')),
  systemClock.now(),
  {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  },
);
