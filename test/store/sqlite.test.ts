import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { storeContract } from './contract.ts';

storeContract('the store on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'refund-desk-store-'));
  const path = join(folder, 'not', 'there', 'yet.db');
  return Promise.resolve({
    open: (collections) => openSqliteStore({ path, collections }),
    drop: () => {
      rmSync(folder, { recursive: true });
      return Promise.resolve();
    },
  });
});
