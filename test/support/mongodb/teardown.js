import process from 'node:process';
import mongoose from 'mongoose';
import { isOver } from '../runs.js';

/** Drops what this run's tests have left, and what runs that were killed left more than a day ago. */
export default async () => {
  const client = await mongoose.mongo.MongoClient.connect(process.env.MONGODB_URI);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases)
      if (isOver(/^refund_desk_test_([0-9a-z]+)_/, name)) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
};
