import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { openMongoStore } from '../../../src/store/mongodb/open.ts';
import { connected, dropDatabase, newDatabase } from '../../support/mongodb/database.ts';
import { type Command, startProxy } from '../../support/mongodb/proxy.ts';
import { everyOperation } from '../../support/store/every-operation.ts';
import { tickets } from '../../support/store/tickets.ts';

const filtered = z.looseObject({ find: z.string(), filter: z.looseObject({}) });
const changed = z.looseObject({
  update: z.string(),
  updates: z.array(z.looseObject({ q: z.looseObject({}) })),
});

/** What a command looks for, as a query that can be explained; none where it only inserts. */
const lookups = (command: Command): z.infer<typeof filtered>[] => {
  const find = filtered.safeParse(command);
  if (find.success) return [find.data];
  const update = changed.safeParse(command);
  return update.success ? update.data.updates.map(({ q }) => ({ find: update.data.update, filter: q })) : [];
};

/** The plan that was chosen, without those that were not. */
const chosen = (plan: unknown): string =>
  JSON.stringify(plan, (name, value: unknown) =>
    ['IndexCosts', 'rejectedPlans', 'command'].includes(name) ? undefined : value,
  );

it('everything a MongoDB store looks for, explained: it is found by its id, or through a declared index', async () => {
  const address = newDatabase();
  const proxy = await startProxy(address.uri);
  const store = await openMongoStore({ uri: proxy.uri, name: address.name, collections: [tickets] });
  // What came before made the indexes.
  proxy.commands.length = 0;
  await everyOperation(store);
  const asked = proxy.commands.flatMap(lookups);
  await store.close();
  await proxy.close();
  expect(asked.length).toBeGreaterThan(15);
  const indexed = asked.filter(({ filter }) => typeof filter['_id'] !== 'string');
  expect(indexed.length).toBeGreaterThan(4);
  await connected(address, async (db) => {
    for (const { find, filter, sort, limit, hint } of indexed) {
      const query = {
        find,
        filter,
        ...(sort ? { sort } : {}),
        ...(limit ? { limit } : {}),
        ...(hint ? { hint } : {}),
      };
      const plan = await db.command({ explain: query, verbosity: 'queryPlanner' });
      expect(chosen(plan)).toMatch(/"(Index Name|indexName)":"tickets(#keys|\.tag|\.title)"/);
      expect(chosen(plan)).not.toMatch(/COLLSCAN|Seq Scan/);
    }
  });
  await dropDatabase(address);
});
