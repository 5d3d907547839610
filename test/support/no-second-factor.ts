import type { Deps } from '../../src/usecases/deps.ts';

/** Nobody has a second factor. */
export const noSecondFactor: Deps['takeCode'] = () =>
  Promise.resolve({ ok: false, code: 'wrong_code', waitMs: 0, first: false });
