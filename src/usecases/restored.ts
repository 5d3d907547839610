import type { Store } from '../store/store.ts';
import { changeOrInsert } from './change.ts';
import type { Deps } from './deps.ts';
import { type Setting, settings } from './documents/settings.ts';

const ID = 'restored';
const ID_BYTES = 8;

/** The id of the last time this database was brought back from a backup; null: never. */
export const lastRestore = async (store: Store): Promise<string | null> => {
  const doc = (await store.get(settings, ID))?.doc;
  return doc?.kind === 'restored' ? doc.id : null;
};

/**
 * Says that this database has been brought back from a backup: payouts made since are not in its ledgers, so every
 * order is held against WeChat Pay's record again before its next payout.
 */
export const markRestored = async ({
  store,
  clock,
  random,
}: Pick<Deps, 'store' | 'clock' | 'random'>): Promise<void> => {
  const mark: Setting = {
    kind: 'restored',
    id: random.bytes(ID_BYTES).toString('hex'),
    at: clock.now(),
  };
  await changeOrInsert(store, settings, ID, () => mark);
};
