import type { AnyCollection } from './collection.ts';
import { openMongoStore } from './mongodb/open.ts';
import { openSqliteStore } from './sqlite/open.ts';
import type { Store } from './store.ts';

/** Where everything is kept. */
export type Database =
  | { readonly kind: 'sqlite'; readonly file: string }
  /** `uri` may hold a password: never to be shown. `name`: the database's. */
  | { readonly kind: 'mongodb'; readonly uri: string; readonly name: string };

/** Opens the store in that database, made where there is none. Errors: those of the engine's own `open`. */
export const openStore = (database: Database, collections: readonly AnyCollection[]): Promise<Store> =>
  database.kind === 'sqlite'
    ? openSqliteStore({ path: database.file, collections })
    : openMongoStore({ uri: database.uri, name: database.name, collections });
