import { join } from 'node:path';
import type { Calendar } from '../domain/calendar.ts';
import type { Instant } from '../domain/time.ts';
import { ConfigurationError } from './configuration-error.ts';
import { loadCalendar } from './load-calendar.ts';
import { type Policies, loadPolicies } from './load-policies.ts';

/** What an installation brings in its `config/` beside the settings. */
export interface Installation {
  readonly policies: Policies;
  readonly calendar: Calendar;
}

/**
 * The policy's versions and the holidays. To be read before the database is opened: a program that cannot start must
 * not have taken it over from the version before it.
 * @throws ConfigurationError listing every fault of both
 */
export const loadInstallation = (configFolder: string, now: Instant): Installation => {
  const faults: string[] = [];
  const attempt = <T>(load: () => T): T | null => {
    try {
      return load();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
      return null;
    }
  };
  const policies = attempt(() => loadPolicies(join(configFolder, 'policy'), now));
  const calendar = attempt(() => loadCalendar(join(configFolder, 'holidays')));
  if (policies === null || calendar === null) throw new ConfigurationError(faults);
  return { policies, calendar };
};
