import type { Store } from '../../../src/store/store.ts';
import { change, idsOf, put, ticket, tickets } from './tickets.ts';

/** Everything a store can be asked, each with every outcome. */
export const everyOperation = async (store: Store): Promise<void> => {
  for (const id of ['t1', 't2', 't3']) await put(store, id, { tags: ['red'], keys: [`key ${id}`] });
  await store.get(tickets, 't1');
  await store.getByKey(tickets, 'key t2');
  await store.insert(tickets, 't1', ticket());
  await store.insert(tickets, 't4', ticket({ keys: ['key t1'] }));
  await store.replace(tickets, { id: 't1', revision: 99 }, ticket());
  const second = await store.get(tickets, 't2');
  if (second) await store.replace(tickets, second, ticket({ keys: ['key t1'] }));
  await change(store, 't3', (doc) => ({ ...doc, tags: ['blue'], keys: ['key t3', 'other'] }));
  for (const descending of [false, true])
    await idsOf(store, { facet: 'red', limit: 1, from: '0', to: '9', descending });
  await store.scan(tickets, 'title', { facet: '', limit: 5 });
  await store.putBlob('b1', { contentType: 'text/plain', bytes: Buffer.from('x') });
  await store.putBlob('b1', { contentType: 'text/plain', bytes: Buffer.from('y') });
  await store.getBlob('b1');
  await store.ping();
};
