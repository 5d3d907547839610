import type { Database } from '../src/store/open.ts';
import type { Page, Store } from '../src/store/store.ts';
import { cases } from '../src/usecases/documents/cases.ts';
import { messages } from '../src/usecases/documents/messages.ts';
import { atOnce } from './at-once.ts';
import { APPLICATION, type Customer, type TurnShot } from './customers.ts';
import { openDatabase } from './databases.ts';

const PAGE = 1000;
const READS_AT_ONCE = 16;

export interface Durability {
  readonly acknowledgedTurns: number;
  /** Lines of the transcript in the database, those of unacknowledged turns among them. */
  readonly transcriptLines: number;
  readonly lostTurns: number;
  readonly acknowledgedApplications: number;
  readonly lostApplications: number;
}

/** Who wrote and the MsgId, of every message of a customer that is in the transcript. */
const transcriptOf = async (store: Store, appid: string, openid: string): Promise<string[]> => {
  const found: string[] = [];
  const range = { facet: `${appid}:${openid}`, limit: PAGE };
  let cursor: string | null = null;
  do {
    const page: Page<unknown> = await store.scan(messages, 'customer', {
      ...range,
      ...(cursor === null ? {} : { cursor }),
    });
    // A line's id begins with these two.
    found.push(...page.items.map(({ id }) => id.split(':').slice(0, 2).join(':')));
    cursor = page.next;
  } while (cursor !== null);
  return found;
};

/** What is in the database of a server that was killed, against what it had acknowledged. */
export const checkDurability = async (
  database: Database,
  appid: string,
  customers: readonly Customer[],
  acknowledged: readonly TurnShot[],
): Promise<Durability> => {
  const store = await openDatabase(database);
  const found = new Set<string>();
  await atOnce(READS_AT_ONCE, customers.values(), async ({ openid }) => {
    for (const line of await transcriptOf(store, appid, openid)) found.add(line);
  });
  const lost = acknowledged.filter(({ customer, msgId }) => !found.has(`${customer.openid}:${msgId}`));
  const applications = acknowledged.filter(({ turn }) => turn === APPLICATION.at(-1));
  let lostApplications = 0;
  await atOnce(READS_AT_ONCE, applications.values(), async ({ customer }) => {
    if (!(await store.getByKey(cases, `open:${customer.outTradeNo}`))) lostApplications += 1;
  });
  await store.close();
  return {
    acknowledgedTurns: acknowledged.length,
    transcriptLines: found.size,
    lostTurns: lost.length,
    acknowledgedApplications: applications.length,
    lostApplications,
  };
};
