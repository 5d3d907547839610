import type { Config } from '../config.ts';
import { OperationalError } from '../errors.ts';
import { openStore } from '../store/open.ts';
import { type Replacement, prepareReplacement } from '../store/sqlite/replacement.ts';
import { systemClock, systemRandom } from '../system.ts';
import { type Owner, SANDBOX_API_BASE } from '../usecases/claim-database.ts';
import { collections } from '../usecases/documents/index.ts';
import { type Setting, settings } from '../usecases/documents/settings.ts';
import { markRestored } from '../usecases/restored.ts';

type Whose = Pick<Config, 'wechatPay' | 'sandbox'>;

const ownerOf = (doc: Setting | undefined): Owner | null =>
  doc?.kind === 'owner' ? { mchid: doc.mchid, apiBase: doc.apiBase } : null;

const foreign = ({ mchid, apiBase }: Owner, why: string): OperationalError =>
  new OperationalError(
    422,
    'foreign_backup',
    `The backup belongs to merchant ${mchid} at ${apiBase}, and ${why}.`,
  );

/** A backup of another merchant must not come to pay this one's customers, nor a sandbox's anybody's. */
const checkOwner = async (replacement: Replacement, { wechatPay, sandbox }: Whose): Promise<void> => {
  const backup = ownerOf((await replacement.store.get(settings, 'owner'))?.doc);
  if (backup === null) return;
  const present = ownerOf(replacement.present(settings, 'owner'));
  if (present !== null && (present.mchid !== backup.mchid || present.apiBase !== backup.apiBase))
    throw foreign(backup, `the database that is there to ${present.mchid} at ${present.apiBase}`);
  if (wechatPay !== null && (wechatPay.mchid !== backup.mchid || wechatPay.apiBase !== backup.apiBase))
    throw foreign(backup, `the settings are those of ${wechatPay.mchid} at ${wechatPay.apiBase}`);
  if (sandbox !== (backup.apiBase === SANDBOX_API_BASE))
    throw foreign(backup, sandbox ? 'this is a sandbox' : 'this is no sandbox');
};

/** `2026-11-23T10-15-00.000Z`: sorts, and is a file name everywhere. */
const stamp = (at: number): string => new Date(at).toISOString().replaceAll(':', '-');

/**
 * Puts a backup in the place of the embedded database and says in it that it is restored.
 * @returns the name under which the database that was there is kept
 * @throws OperationalError `database_in_use`, `not_a_backup`, `newer_schema`, `foreign_backup`: nothing has changed
 */
export const restoreDatabase = async (database: string, source: string, whose: Whose): Promise<string> => {
  const replacement = await prepareReplacement(database, source, collections);
  try {
    await checkOwner(replacement, whose);
    await markRestored({ store: replacement.store, clock: systemClock, random: systemRandom });
    const aside = `${database}.before-restore-${stamp(systemClock.now())}`;
    replacement.commit(aside);
    return aside;
  } finally {
    await replacement.close();
  }
};

/** For a database that was brought back by other means: from then on it is as if `restoreDatabase` had done it. */
export const markDatabase = async ({ database }: Pick<Config, 'database'>): Promise<void> => {
  const store = await openStore(database, collections);
  try {
    await markRestored({ store, clock: systemClock, random: systemRandom });
  } finally {
    await store.close();
  }
};
