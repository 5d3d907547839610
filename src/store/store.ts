/**
 * The store: documents replaced whole by compare-and-swap, unique keys, range scans on declared indexes,
 * blobs. Two engines keep the same contract (test/store/contract.ts); nothing here may know which.
 */

/** Where a document stands in an index: under each of its facets, at `order` (see `orderKey`). */
export interface IndexEntry {
  readonly facets: readonly string[];
  readonly order: string;
}

export interface Collection<T, Index extends string = string> {
  /** `[a-z_]+` */
  readonly name: string;
  readonly schemaVersion: number;
  /** Checks what comes out of the engine; throws where a document is not what the schema says. */
  readonly parse: (raw: unknown) => T;
  /** Brings a document of an older schema version to the current one, before `parse`. */
  readonly upgrade?: (raw: unknown, from: number) => unknown;
  /** Never empty, unique in the collection, replaced in the same write as the document. */
  readonly keys: (doc: T, id: string) => readonly string[];
  /** null: the document does not stand in that index. */
  readonly indexes: Readonly<Record<Index, (doc: T) => IndexEntry | null>>;
}

export interface Stored<T> {
  readonly id: string;
  /** Changes with every write and guards it. */
  readonly revision: number;
  readonly doc: T;
}

export type InsertOutcome =
  | { readonly ok: true; readonly revision: number }
  | { readonly ok: false; readonly code: 'exists' }
  | { readonly ok: false; readonly code: 'key_taken'; readonly key: string };

export type ReplaceOutcome =
  | { readonly ok: true; readonly revision: number }
  | { readonly ok: false; readonly code: 'conflict' }
  | { readonly ok: false; readonly code: 'key_taken'; readonly key: string };

/** A range within one facet of an index; both bounds on `order`, `from` included and `to` not. */
export interface Range {
  readonly facet: string;
  readonly from?: string;
  readonly to?: string;
  /** The `next` of the page before. */
  readonly cursor?: string;
  readonly limit: number;
  /** Default: ascending. */
  readonly descending?: boolean;
}

export interface Page<T> {
  readonly items: readonly Stored<T>[];
  /** null: no more. Stays valid while documents are written: nothing is shown twice or passed over that did not move. */
  readonly next: string | null;
}

export interface Blob {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Every call may reject: OperationalError 503 `store_unavailable` for what the engine cannot do, `store_closed`. */
export interface Store {
  get<T>(collection: Collection<T>, id: string): Promise<Stored<T> | undefined>;
  getByKey<T>(collection: Collection<T>, key: string): Promise<Stored<T> | undefined>;
  /** Acknowledged when durable. */
  insert<T>(collection: Collection<T>, id: string, doc: T): Promise<InsertOutcome>;
  /** Replaces the document only where `revision` is still the stored one; acknowledged when durable. */
  replace<T>(
    collection: Collection<T>,
    at: { readonly id: string; readonly revision: number },
    doc: T,
  ): Promise<ReplaceOutcome>;
  scan<T, Index extends string>(
    collection: Collection<T, Index>,
    index: Index,
    range: Range,
  ): Promise<Page<T>>;
  /** The engine's own plan for a scan; it names the declared index as `<collection>.<index>`. */
  explain<T, Index extends string>(
    collection: Collection<T, Index>,
    index: Index,
    range: Range,
  ): Promise<string>;
  /** Idempotent: the first bytes under an id stay. */
  putBlob(id: string, blob: Blob): Promise<void>;
  getBlob(id: string): Promise<Blob | undefined>;
  /** Throws where the engine cannot be reached or written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A document of a database as it stands; undefined where there is none such. */
export type Present = <T>(collection: Collection<T>, id: string) => Promise<T | undefined>;

/** Looks at a database before anything in it is changed; throws where this program is not to open it. */
export type Admit = (present: Present) => Promise<void>;

/** An order-preserving text: whole numbers padded, parts set apart by a character below all others used. */
export const orderKey = (...parts: readonly (string | number)[]): string =>
  parts
    .map((part) => (typeof part === 'number' ? String(Math.trunc(part)).padStart(15, '0') : part))
    .join('\u0001');
