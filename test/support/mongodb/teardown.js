import process from 'node:process';
import mongoose from 'mongoose';

const DAY_MS = 86_400_000;
const NAME = /^refund_desk_test_([0-9a-z]+)_/;

/** Drops what this run's tests have left, and what runs that were killed left more than a day ago. */
export default async () => {
  const client = await mongoose.mongo.MongoClient.connect(process.env.MONGODB_URI);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) {
      const run = NAME.exec(name)?.[1];
      if (run === undefined) continue;
      const isOld = Date.now() - Number.parseInt(run, 36) > DAY_MS;
      if (run === process.env.TEST_RUN_ID || isOld) await client.db(name).dropDatabase();
    }
  } finally {
    await client.close();
  }
};
