import { randomBytes } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { MongoAddress } from '../../../src/store/mongodb/connection.ts';

/** The server of MONGODB_URI; the suites that need one run only where it is set. */
const serverUri = (): string => {
  const uri = process.env['MONGODB_URI'];
  if (!uri) throw new Error('MONGODB_URI is not set; MONGODB_URI=$(test/support/mongodb/start) starts one');
  return uri;
};

/** A database of this run of the tests, made by whoever opens it first; the run drops it (teardown.js). */
export const newDatabase = (suffix = randomBytes(8).toString('hex')): MongoAddress => ({
  uri: serverUri(),
  name: `refund_desk_test_${process.env['TEST_RUN_ID'] ?? '0'}_${suffix}`,
});

/** The address as DATABASE_URL says it. */
export const urlOf = ({ uri, name }: MongoAddress): string => {
  const [hosts = '', options] = uri.split('?');
  const server = hosts.replace(/^([^/]+\/\/[^/]+).*$/, '$1');
  return `${server}/${name}${options === undefined ? '' : `?${options}`}`;
};

/** A connection of the test's own, beside the store's. */
export const connected = async <R>(
  { uri, name }: MongoAddress,
  work: (db: mongo.Db) => Promise<R>,
): Promise<R> => {
  // Only where it is needed: every file that stores something on SQLite would load it for nothing.
  const { default: mongoose } = await import('mongoose');
  const client = await mongoose.mongo.MongoClient.connect(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await work(client.db(name));
  } finally {
    await client.close();
  }
};

export const dropDatabase = async (address: MongoAddress): Promise<void> => {
  await connected(address, (db) => db.dropDatabase());
};

/** The collections and their indexes stay, which take several times as long to make as everything else a test needs. */
export const emptyDatabase = async (address: MongoAddress): Promise<void> => {
  await connected(address, async (db) => {
    for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
      await db.collection(name).deleteMany({});
  });
};
