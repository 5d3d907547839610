import { openSqliteStore } from '../src/store/sqlite/open.ts';
import { cases } from '../src/usecases/documents/cases.ts';
import { collections } from '../src/usecases/documents/index.ts';
import { messages } from '../src/usecases/documents/messages.ts';
import { APPLICATION, type Customer, type TurnShot } from './customers.ts';

const PAGE = 1000;

export interface Durability {
  readonly acknowledgedTurns: number;
  /** Lines of the transcript in the database, those of unacknowledged turns among them. */
  readonly transcriptLines: number;
  readonly lostTurns: number;
  readonly acknowledgedApplications: number;
  readonly lostApplications: number;
}

/** What is in the database of a server that was killed, against what it had acknowledged. */
export const checkDurability = async (
  databaseFile: string,
  appid: string,
  customers: readonly Customer[],
  acknowledged: readonly TurnShot[],
): Promise<Durability> => {
  const store = await openSqliteStore({ path: databaseFile, collections });
  const found = new Set<string>();
  for (const { openid } of customers) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const range = { facet: `${appid}:${openid}`, limit: PAGE, ...(cursor === '' ? {} : { cursor }) };
      const page: Awaited<ReturnType<typeof store.scan>> = await store.scan(messages, 'customer', range);
      // A line's id begins with who wrote it and the MsgId.
      for (const { id } of page.items) found.add(id.split(':').slice(0, 2).join(':'));
      cursor = page.next;
    }
  }
  const lost = acknowledged.filter(({ customer, msgId }) => !found.has(`${customer.openid}:${msgId}`));
  const applications = acknowledged.filter(({ turn }) => turn === APPLICATION.at(-1));
  let lostApplications = 0;
  for (const { customer } of applications)
    if (!(await store.getByKey(cases, `open:${customer.outTradeNo}`))) lostApplications += 1;
  await store.close();
  return {
    acknowledgedTurns: acknowledged.length,
    transcriptLines: found.size,
    lostTurns: lost.length,
    acknowledgedApplications: applications.length,
    lostApplications,
  };
};
