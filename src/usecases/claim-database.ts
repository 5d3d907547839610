import { OperationalError } from '../errors.ts';
import type { Admit, Store } from '../store/store.ts';
import { type Setting, settings } from './documents/settings.ts';

export interface Owner {
  readonly mchid: string;
  readonly apiBase: string;
}

/** Stands for the API base of whatever sandbox has a database: no shop's. */
export const SANDBOX_API_BASE = 'sandbox';

const foreign = ({ mchid, apiBase }: Owner, whom: string): OperationalError =>
  new OperationalError(
    503,
    'foreign_database',
    `this database belongs to merchant ${mchid} at ${apiBase}, not to ${whom}; set DATABASE_URL to that one's own`,
  );

const isSame = (one: Owner, other: Owner): boolean =>
  one.mchid === other.mchid && one.apiBase === other.apiBase;

const inWords = ({ mchid, apiBase }: Owner): string => `${mchid} at ${apiBase}`;

/**
 * A database belongs to one merchant at one WeChat Pay: the first start writes whose it is, every later one is
 * held against that. Throws OperationalError `foreign_database`: paying another merchant's cases is refused.
 */
export const claimDatabase = async (store: Store, owner: Owner): Promise<void> => {
  const claim: Setting = { kind: 'owner', mchid: owner.mchid, apiBase: owner.apiBase };
  const claimed = await store.insert(settings, 'owner', claim);
  if (claimed.ok) return;
  const known = await store.get(settings, 'owner');
  if (known?.doc.kind !== 'owner') throw new Error('the database does not say whose it is');
  if (!isSame(known.doc, owner)) throw foreign(known.doc, inWords(owner));
};

/**
 * The same of a database that has an owner, before it is brought up to date, which would end the writing of its owner's
 * older program. A sandbox's is for sandboxes alone, since everyone knows the passwords of the staff there, also where
 * the server has no WeChat Pay (`merchant` null) and so cannot say whose it is itself.
 */
export const admitting =
  ({ merchant, isSandbox }: { readonly merchant: Owner | null; readonly isSandbox: boolean }): Admit =>
  async (present) => {
    const known = await present(settings, 'owner');
    if (known?.kind !== 'owner') return;
    if (isSandbox !== (known.apiBase === SANDBOX_API_BASE))
      throw foreign(known, isSandbox ? 'a sandbox' : merchant === null ? 'a shop' : inWords(merchant));
    if (merchant !== null && !isSame(known, merchant)) throw foreign(known, inWords(merchant));
  };
