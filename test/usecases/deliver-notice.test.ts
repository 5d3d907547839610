import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { timelineText } from '../../src/conversation/timeline.ts';
import { system } from '../../src/domain/case/actor.ts';
import type { Notice } from '../../src/domain/case/notice.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { closedWindow } from '../../src/domain/message-window.ts';
import { deliverNotice } from '../../src/usecases/deliver-notice.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import { ENGLISH } from '../support/every-text.ts';
import {
  CUSTOMER,
  type Desk,
  NOW,
  desk,
  noticeOf,
  openedCase,
  policy,
  putSession,
  rejectedCase,
  temporaryStore,
  windowOf,
} from '../support/oa-desk.ts';
import {
  CUSTOM,
  LARGE_MSGID,
  type OaServer,
  type Scripted,
  TEMPLATE,
  errorBody,
  startOaServer,
} from '../support/oa-server.ts';

const received = noticeOf('received');
const result = noticeOf('result');
const refused = (errcode: number): Scripted => ({ body: errorBody(errcode, 'no') });

describe('a notice to a customer', () => {
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

  const deliver = async (
    notice: Notice,
    kase: Case = notice.kind === 'result' ? rejectedCase() : openedCase(),
  ) => {
    const event = await deliverNotice(one, kase, notice);
    // Whatever comes of it, staff read it in their own language; what WeChat says, as it says it.
    const read = timelineText({ actor: system, event }, 'zh').replace(/no rid: \S+/, '');
    expect(read).not.toMatch(ENGLISH);
    return event;
  };
  const sentOver = () => ({
    customerMessages: server.received(CUSTOM).length,
    templates: server.received(TEMPLATE).length,
  });
  const line = async (id: string) => (await one.store.get(messages, id))?.doc;

  it('a template of an English case: English, but Chinese where WeChat takes nothing else', async () => {
    const fields = { phrase1: 'outcome', thing2: 'outcome', thing3: 'remark' };
    const english: Desk = { ...one, templates: { received: { id: 'TPL_RECEIVED', fields } } };
    await putSession(one.store, closedWindow);
    await deliverNotice(english, { ...openedCase(), language: 'en' }, received);
    expect(server.received(TEMPLATE)[0]?.body).toMatchObject({
      data: {
        phrase1: { value: '审核中' },
        thing2: { value: 'In review' },
        thing3: { value: 'Reply status anytime' },
      },
    });
  });

  describe('which way it goes', () => {
    it('a result, the window is open, it goes as a customer message and spends one', async () => {
      await putSession(one.store);
      expect(await deliver(result)).toEqual({
        type: 'NoticeSent',
        noticeId: 'result-1',
        channel: 'customer_message',
        msgid: null,
      });
      expect(sentOver()).toEqual({ customerMessages: 1, templates: 0 });
      expect((await windowOf(one.store))?.left).toBe(4);
      const sent = server.received(CUSTOM)[0]?.body;
      expect(sent).toMatchObject({ touser: CUSTOMER.openid, msgtype: 'text' });
      const text = (sent?.['text'] as { content: string }).content;
      expect(text).toContain('RF20260305ABCDEF');
      expect(await line('notice:RF20260305ABCDEF:result-1:customer_message')).toMatchObject({
        ...CUSTOMER,
        at: NOW,
        direction: 'out',
        type: 'customer_message',
        text,
      });
    });

    it.each([
      ['has run out', { closesAt: NOW, left: 5 }],
      ['is spent', { closesAt: NOW + 1000, left: 0 }],
      ['was never opened', closedWindow],
    ])('a result, the window %s, it goes as a template', async (_what, window) => {
      await putSession(one.store, window);
      expect(await deliver(result)).toMatchObject({ type: 'NoticeSent', channel: 'template' });
      expect(sentOver()).toEqual({ customerMessages: 0, templates: 1 });
      expect(await windowOf(one.store)).toEqual(window);
    });

    it('a result, the customer has never chatted with us, it goes as a template', async () => {
      expect(await deliver(result)).toMatchObject({ type: 'NoticeSent', channel: 'template' });
    });

    it.each(['received', 'refunded'] as const)(
      '"%s", the window is open too, it goes as a template that cannot arrive twice',
      async (kind) => {
        await putSession(one.store);
        expect(await deliver(noticeOf(kind))).toMatchObject({
          type: 'NoticeSent',
          channel: 'template',
          msgid: LARGE_MSGID,
        });
        expect(server.received(TEMPLATE)[0]?.body).toMatchObject({
          touser: CUSTOMER.openid,
          template_id: `TPL_${kind.toUpperCase()}`,
          data: { character_string1: { value: 'RF20260305ABCDEF' } },
          client_msg_id: `RF20260305ABCDEF-${kind}-1`,
        });
        expect((await windowOf(one.store))?.left).toBe(5);
        expect(await line(`notice:RF20260305ABCDEF:${kind}-1:template`)).toMatchObject({
          type: 'template',
          text: 'RF20260305ABCDEF',
        });
      },
    );

    it('"received", no template is configured, it goes as a customer message', async () => {
      await putSession(one.store);
      const event = await deliverNotice({ ...one, templates: {} }, openedCase(), received);
      expect(event).toMatchObject({ type: 'NoticeSent', channel: 'customer_message' });
    });

    it('"received", the template was refused before, it goes as a customer message', async () => {
      await putSession(one.store);
      expect(await deliver({ ...received, refusedBy: ['template'] })).toMatchObject({
        type: 'NoticeSent',
        channel: 'customer_message',
      });
    });

    it('of an order nobody knows, the template wants an amount, it goes as a customer message with nothing refused', async () => {
      await putSession(one.store);
      const template = { id: 'TPL_RECEIVED', fields: { amount1: 'amount' } };
      const kase = openedCase();
      const unknown = { ...kase, verified: false, order: { ...kase.order, paidFen: null } };
      const asked = { ...one, templates: { received: template } };
      expect(await deliverNotice(asked, unknown, received)).toMatchObject({ channel: 'customer_message' });
      expect(sentOver()).toEqual({ customerMessages: 1, templates: 0 });
    });
  });

  describe('when WeChat refuses it', () => {
    it.each([45015, 45047])(
      'a result, WeChat says the window is shut (%i), it is shut here too until the customer writes and a template goes at once',
      async (errcode) => {
        await putSession(one.store);
        server.script(CUSTOM, refused(errcode));
        expect(await deliver(result)).toMatchObject({ type: 'NoticeSent', channel: 'template' });
        const session = (await one.store.get(sessions, sessionId(CUSTOMER)))?.doc;
        expect(session).toMatchObject({ window: { left: 0 }, noticesWaiting: ['RF20260305ABCDEF'] });
        expect(await line('notice:RF20260305ABCDEF:result-1:customer_message')).toBeUndefined();
      },
    );

    it.each([43101, 40037, 47003])(
      '"received", the template is refused with %i, the other channel may be tried',
      async (errcode) => {
        await putSession(one.store);
        server.script(TEMPLATE, refused(errcode));
        expect(await deliver(received)).toMatchObject({
          type: 'NoticeChannelRefused',
          noticeId: 'received-1',
          channel: 'template',
          detail: expect.stringContaining(String(errcode)) as unknown,
        });
        expect(sentOver()).toEqual({ customerMessages: 0, templates: 1 });
      },
    );

    it('a template with a wrong field, WeChat refuses it, staff are alerted', async () => {
      server.script(TEMPLATE, refused(47003));
      await deliver(received);
      expect(one.log.lines).toMatchObject([{ level: 'error', fields: { caseNo: 'RF20260305ABCDEF' } }]);
    });

    it.each([
      [45009, 'the quota is used up'],
      [48001, 'we lack the permission'],
      [40164, 'our address is not whitelisted'],
    ])('a result, WeChat answers %i (%s), it waits, staff are alerted, nothing is spent', async (errcode) => {
      await putSession(one.store);
      server.script(CUSTOM, refused(errcode));
      expect((await deliver(result)).type).toBe('NoticeDelayed');
      expect(one.log.lines.map(({ level }) => level)).toEqual(['error']);
      expect(await windowOf(one.store)).toMatchObject({ left: 5 });
      expect(sentOver().templates).toBe(0);
    });

    it.each([
      ['-1', refused(-1)],
      ['HTTP 502', { status: 502, body: '' }],
      ['a reset', 'reset' as const],
    ])(
      'a result, the answer is %s, it waits; tried again it may arrive twice but is one line',
      async (_what, fault) => {
        await putSession(one.store);
        server.script(CUSTOM, fault);
        expect((await deliver(result)).type).toBe('NoticeDelayed');
        expect(sentOver()).toEqual({ customerMessages: 1, templates: 0 });
        expect((await windowOf(one.store))?.left).toBe(4);
        expect((await deliver(result)).type).toBe('NoticeSent');
        expect((await deliver(result)).type).toBe('NoticeSent');
        const lines = await one.store.scan(messages, 'customer', {
          facet: `${CUSTOMER.appid}:${CUSTOMER.openid}`,
          limit: 10,
        });
        expect(lines.items).toHaveLength(1);
      },
    );

    it('"received", the template gets no answer, it waits and is tried again under the same client_msg_id', async () => {
      await putSession(one.store);
      server.script(TEMPLATE, 'reset');
      expect((await deliver(received)).type).toBe('NoticeDelayed');
      expect((await deliver(received)).type).toBe('NoticeSent');
      const ids = server.received(TEMPLATE).map(({ body }) => body?.['client_msg_id']);
      expect(ids).toEqual(['RF20260305ABCDEF-received-1', 'RF20260305ABCDEF-received-1']);
      expect(sentOver().customerMessages).toBe(0);
    });
  });

  describe('when there is no way now', () => {
    it('a result, no template and no open window, it waits for the customer to write', async () => {
      await putSession(one.store, closedWindow);
      const event = await deliverNotice({ ...one, templates: {} }, rejectedCase(), result);
      expect(event).toMatchObject({ type: 'NoticeDelayed', noticeId: 'result-1' });
      expect(sentOver()).toEqual({ customerMessages: 0, templates: 0 });
    });

    it('a result, the customer has unfollowed and has no open window, it is undeliverable', async () => {
      await putSession(one.store, closedWindow);
      server.script(TEMPLATE, refused(43004));
      expect(await deliver(result)).toMatchObject({ type: 'NoticeUndeliverable', noticeId: 'result-1' });
    });

    it('"received", the customer does not follow but has just written, the customer message may be tried', async () => {
      await putSession(one.store);
      server.script(TEMPLATE, refused(43004));
      expect(await deliver(received)).toMatchObject({ type: 'NoticeChannelRefused', channel: 'template' });
    });

    it('a result, every channel has refused it, it is undeliverable without asking again', async () => {
      const notice = noticeOf('result', { refusedBy: ['customer_message', 'template'] });
      expect((await deliver(notice)).type).toBe('NoticeUndeliverable');
      expect(sentOver()).toEqual({ customerMessages: 0, templates: 0 });
    });

    it('a result, the last channel refuses it for good, it is undeliverable', async () => {
      server.script(TEMPLATE, refused(40037));
      expect((await deliver({ ...result, refusedBy: ['customer_message'] })).type).toBe(
        'NoticeUndeliverable',
      );
    });

    it.each([
      ['another account', { appid: 'wx00000000000000ff', openid: 'oCustomer' }],
      ['no WeChat account', { appid: CUSTOMER.appid, openid: '' }],
    ])(
      'a result, the customer is of %s, it is undeliverable and nobody else gets it',
      async (_what, customer) => {
        expect((await deliver(result, rejectedCase(customer))).type).toBe('NoticeUndeliverable');
        expect(sentOver()).toEqual({ customerMessages: 0, templates: 0 });
      },
    );

    it('a result, the Official Account is off, it waits', async () => {
      const event = await deliverNotice({ ...one, officialAccount: null }, rejectedCase(), result);
      expect(event).toEqual({ type: 'NoticeDelayed', noticeId: 'result-1', detail: 'channel off' });
    });
  });

  it('a result of a case under an earlier policy, it is told, the clause is quoted as it was then', async () => {
    await putSession(one.store);
    const sections = policy.sections.map((section) => ({
      ...section,
      clauses: section.clauses.map((clause) =>
        clause.id === '3.1' ? { ...clause, text: { zh: '当时的条款', en: 'as it was' } } : clause,
      ),
    }));
    const policies = new Map([['2025-01', { ...policy, version: '2025-01', sections }]]);
    await deliverNotice({ ...one, policies }, { ...rejectedCase(), policyVersion: '2025-01' }, result);
    const text = server.received(CUSTOM)[0]?.body?.['text'] as { content: string };
    expect(text.content).toContain('当时的条款');
  });
});
