import type { IndexEntry } from './store.ts';

/**
 * A collection whose document type is not known here, as an engine receives it when it opens. Its functions are
 * only ever given what its own `parse` returned; hence methods, whose parameters may be narrowed.
 */
export interface AnyCollection {
  readonly name: string;
  readonly schemaVersion: number;
  parse(raw: unknown): unknown;
  upgrade?(raw: unknown, from: number): unknown;
  keys(doc: unknown, id: string): readonly string[];
  readonly indexes: Readonly<Record<string, Standing['of']>>;
}

interface Standing {
  of(doc: unknown): IndexEntry | null;
}

const COLLECTION_NAME = /^[a-z_]+$/;
const INDEX_NAME = /^[a-z][A-Za-z0-9_]*$/;

/** Throws where a name cannot name a table, or two names would name the same one: a fault of the program. */
export const checkNames = (collections: readonly AnyCollection[]): void => {
  const seen = new Set<string>();
  const take = (name: string, allowed: boolean): void => {
    if (!allowed || seen.has(name.toLowerCase()))
      throw new Error(`Not a usable or not a unique name: ${name}`);
    seen.add(name.toLowerCase());
  };
  for (const { name, indexes } of collections) {
    take(name, COLLECTION_NAME.test(name));
    for (const index of Object.keys(indexes)) take(`${name}.${index}`, INDEX_NAME.test(index));
  }
};
