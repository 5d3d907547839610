/**
 * Run as a process of its own by child.ts: database, name, task. Says `ready`, waits for standard input to end, then
 * writes, and prints the id of each write when, and only when, the store has acknowledged it.
 */
import { once } from 'node:events';
import { type Database, openStore } from '../../../src/store/open.ts';
import { change, put, ticket, tickets } from './tickets.ts';

const LANES = 8;
const ENDLESS = 1_000_000;

const [database = '', name = '', task = ''] = process.argv.slice(2);
const store = await openStore(JSON.parse(database) as Database, [tickets]);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Wants 50 keys that the other process wants too, and counts up a document that both count up. */
const share = async (): Promise<void> => {
  for (let index = 0; index < 50; index += 1) {
    const id = `${name}-${String(index)}`;
    const [own, wanted] = await Promise.all([
      store.insert(tickets, id, ticket({ tags: ['own'] })),
      store.insert(tickets, `${id}-wanted`, ticket({ tags: ['shared'], keys: [`shared:${String(index)}`] })),
      change(store, 'counter', (doc) => ({ ...doc, count: doc.count + 1 })),
    ]);
    if (own.ok) say(id);
    if (wanted.ok) say(`${id}-wanted`);
  }
};

/** Several at a time, until it is killed. */
const endless = async (lane: number): Promise<void> => {
  for (let index = 0; index < ENDLESS; index += 1) {
    const id = `${name}-${String(lane)}-${String(index)}`;
    await put(store, id, { tags: ['endless'], keys: [`key ${id}`], at: index });
    say(id);
  }
};

say('ready');
process.stdin.resume();
await once(process.stdin, 'end');
if (task === 'share') await share();
else await Promise.all(Array.from({ length: LANES }, (_, lane) => endless(lane)));
await store.close();
