import type { Collection, Page, Range, Store } from './store.ts';

/** A range page after page, each as it stands when it is asked for; no more than `maxPages`. */
export async function* pagesOf<T, Index extends string>(
  store: Pick<Store, 'scan'>,
  collection: Collection<T, Index>,
  index: Index,
  range: Omit<Range, 'cursor'>,
  maxPages = Infinity,
): AsyncGenerator<Page<T>> {
  let cursor: string | null = null;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page: Page<T> = await store.scan(collection, index, {
      ...range,
      ...(cursor === null ? {} : { cursor }),
    });
    yield page;
    cursor = page.next;
    if (cursor === null) return;
  }
}
