import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { afterUserMessage } from '../../src/domain/message-window.ts';
import { change } from '../../src/usecases/change.ts';
import { deliverNotice } from '../../src/usecases/deliver-notice.ts';
import { sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import {
  CUSTOMER,
  type Desk,
  NOW,
  desk,
  noticeOf,
  putSession,
  rejectedCase,
  temporaryStore,
  windowOf,
} from '../support/oa-desk.ts';
import { CUSTOM, type OaServer, TEMPLATE, errorBody, startOaServer } from '../support/oa-server.ts';

describe('the messages a customer still lets us send', () => {
  const result = noticeOf('result');
  let server: OaServer;
  let database: ReturnType<typeof temporaryStore>;
  let one: Desk;
  beforeEach(async () => {
    server = await startOaServer();
    database = temporaryStore();
    one = desk(server, await database.open());
  });
  afterEach(async () => {
    await server.close();
    await database.remove();
    expect(server.faults).toEqual([]);
  });

  it.each([
    ['shut', 45047],
    ['not working', 48001],
  ])(
    'a result, the customer writes while it is refused as %s, the window just opened is whole',
    async (_what, errcode) => {
      await putSession(one.store);
      const opened = afterUserMessage(NOW + 1);
      const { officialAccount } = one;
      const sendText: typeof officialAccount.sendText = async (...message) => {
        await change(one.store, sessions, sessionId(CUSTOMER), (session) => ({ ...session, window: opened }));
        return officialAccount.sendText(...message);
      };
      server.script(CUSTOM, { body: errorBody(errcode, 'no') });
      const account = { ...officialAccount, sendText };
      await deliverNotice({ ...one, officialAccount: account }, rejectedCase(), result);
      expect(await windowOf(one.store)).toEqual(opened);
    },
  );

  it('six results from two processes at once, five may be sent, the sixth goes as a template', async () => {
    await putSession(one.store);
    const two = desk(server, await database.open(), 'two');
    const results = [1, 2, 3, 4, 5, 6].map((n) => noticeOf('result', { id: `result-${String(n)}` }));
    const events = await Promise.all(
      results.map((notice, n) => deliverNotice(n % 2 === 0 ? one : two, rejectedCase(), notice)),
    );
    expect(events.map(({ type }) => type)).toEqual(results.map(() => 'NoticeSent'));
    expect([server.received(CUSTOM).length, server.received(TEMPLATE).length]).toEqual([5, 1]);
    expect((await windowOf(one.store))?.left).toBe(0);
  });
});
