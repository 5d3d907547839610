import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Connection, openConnection } from '../../../src/store/sqlite/connection.ts';
import { sqliteStore } from '../../../src/store/sqlite/open.ts';
import { everyOperation } from '../../support/store/every-operation.ts';
import { tickets } from '../../support/store/tickets.ts';

const step = z.object({ detail: z.string() });

it('everything a SQLite store is asked, explained: seeks, and neither walks through a table nor sorts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'refund-desk-store-'));
  const db = await openConnection(join(folder, 'desk.db'));
  const asked = new Set<string>();
  const listening: Connection = {
    ...db,
    all: (row, sql, values) => {
      asked.add(sql);
      return db.all(row, sql, values);
    },
    run: (sql, values) => {
      asked.add(sql);
      db.run(sql, values);
    },
  };
  const store = await sqliteStore(listening, { collections: [tickets] });
  // What came before made the tables.
  asked.clear();
  await everyOperation(store);
  const statements = [...asked].filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(sql));
  expect(statements.length).toBeGreaterThan(15);
  for (const sql of statements) {
    const plan = db.all(step, `EXPLAIN QUERY PLAN ${sql}`, sql.match(/\?/g)?.map(() => null) ?? []);
    const walks = plan.filter(({ detail }) => /SCAN|TEMP B-TREE/.test(detail));
    // One row: whether this program may still write, and its pings.
    expect([sql, walks.filter(({ detail }) => detail !== 'SCAN #state')]).toEqual([sql, []]);
  }
  await store.close();
  rmSync(folder, { recursive: true });
});
