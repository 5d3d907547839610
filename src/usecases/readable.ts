import type { Stored } from '../store/store.ts';
import type { Log } from './log.ts';

/** Those of a page that can be read; one that cannot is reported, and does not hide the others. */
export const readable = <T>(log: Log, items: readonly Stored<T>[]): Stored<T>[] =>
  items.flatMap((item) => {
    try {
      return [{ id: item.id, revision: item.revision, doc: item.doc }];
    } catch (err) {
      log.error({ err, id: item.id }, 'a document cannot be read and is left out');
      return [];
    }
  });
