import { OperationalError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { type Setting, settings } from './documents/settings.ts';

export interface Owner {
  readonly mchid: string;
  readonly apiBase: string;
}

/** Stands for the API base of whatever sandbox has a database: no shop's. */
export const SANDBOX_API_BASE = 'sandbox';

/**
 * A database belongs to one merchant at one WeChat Pay: the first start writes whose it is, every later one is
 * held against that. Throws OperationalError `foreign_database`: paying another merchant's cases is refused.
 */
export const claimDatabase = async (store: Store, owner: Owner): Promise<void> => {
  const claim: Setting = { kind: 'owner', ...owner };
  const claimed = await store.insert(settings, 'owner', claim);
  if (claimed.ok) return;
  const known = await store.get(settings, 'owner');
  if (known?.doc.kind !== 'owner') throw new Error('the database does not say whose it is');
  const { mchid, apiBase } = known.doc;
  if (mchid !== owner.mchid || apiBase !== owner.apiBase)
    throw new OperationalError(
      503,
      'foreign_database',
      `this database belongs to merchant ${mchid} at ${apiBase}, not to ${owner.mchid} at ${owner.apiBase}; set DATABASE_URL to that merchant's own`,
    );
};

/**
 * A server without WeChat Pay cannot say whose it is, but it is nobody's sandbox: there, everyone knows the passwords of
 * the staff. Throws OperationalError `foreign_database`.
 */
export const refuseSandbox = async (store: Store): Promise<void> => {
  const known = await store.get(settings, 'owner');
  if (known?.doc.kind === 'owner' && known.doc.apiBase === SANDBOX_API_BASE)
    throw new OperationalError(
      503,
      'foreign_database',
      'this database belongs to a sandbox, where everyone knows the passwords; set DATABASE_URL to another',
    );
};
