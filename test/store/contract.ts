import { describe } from '@jest/globals';
import type { CreateDatabase } from '../support/store/database.ts';
import { blobContract } from './contract/blobs.ts';
import { documentContract } from './contract/documents.ts';
import { keyContract } from './contract/keys.ts';
import { leaseContract } from './contract/leases.ts';
import { scanContract } from './contract/scans.ts';
import { schemaContract } from './contract/schema.ts';
import { textContract } from './contract/text.ts';

/** What every engine keeps, seen through the store's interface alone. */
export const storeContract = (name: string, create: CreateDatabase): void => {
  describe(name, () => {
    documentContract(create);
    keyContract(create);
    scanContract(create);
    textContract(create);
    schemaContract(create);
    blobContract(create);
    leaseContract(create);
  });
};
