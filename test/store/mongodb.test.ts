import { openMongoStore } from '../../src/store/mongodb/open.ts';
import { dropDatabase, newDatabase } from '../support/mongodb/database.ts';
import { storeContract } from './contract.ts';

storeContract('the store on MongoDB', () => {
  const address = newDatabase();
  return Promise.resolve({
    open: (collections) => openMongoStore({ ...address, collections }),
    drop: () => dropDatabase(address),
  });
});
