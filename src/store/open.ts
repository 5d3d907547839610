import type { AnyCollection } from './collection.ts';
import { openSqliteStore } from './sqlite/open.ts';
import type { Admit, Store } from './store.ts';

/** Where everything is kept. */
export type Database =
  | { readonly kind: 'sqlite'; readonly file: string }
  /** `uri` may hold a password: never to be shown. `name`: the database's. */
  | { readonly kind: 'mongodb'; readonly uri: string; readonly name: string };

/**
 * Opens the store in that database, made where there is none. Errors: those of the engine's own `open`. mongoose is
 * loaded only where it is needed: it costs an embedded server a third of a second at start and 25 MB.
 */
export const openStore = async (
  database: Database,
  collections: readonly AnyCollection[],
  admit?: Admit,
): Promise<Store> => {
  if (database.kind === 'sqlite') return openSqliteStore({ path: database.file, collections, admit });
  const { openMongoStore } = await import('./mongodb/open.ts');
  return openMongoStore({ uri: database.uri, name: database.name, collections, admit });
};
