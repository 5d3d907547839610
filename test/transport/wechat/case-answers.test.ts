import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StaffCommand } from '../../../src/domain/case/commands.ts';
import type { Store } from '../../../src/store/store.ts';
import { decideCase } from '../../../src/usecases/decide-case.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { workCase } from '../../../src/usecases/work-case.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import {
  type ChatDesk,
  chatDatabase,
  failingAt,
  formAnswers,
  held,
  putOrder,
} from '../../support/chat-desk.ts';
import { staff } from '../../support/case.ts';
import { account, type Running, startWechatServer } from '../../support/wechat-server.ts';
import { textMessage, wechatWire } from '../../support/wechat-wire.ts';

let database: ReturnType<typeof chatDatabase>;
let desk: ChatDesk;
/** The process that takes the customer's messages. */
let taking: ChatDesk;
let server: Running;
const wire = wechatWire(account);

beforeEach(async () => {
  database = chatDatabase();
  desk = await database.startDesk();
  taking = desk;
  await putOrder(desk.deps.store);
  server = await startWechatServer({ handleMessage: (message) => handleMessage(taking.deps, message) });
});
afterEach(async () => {
  await server.stop();
  await database.remove();
});

const say = async (text: string) =>
  (await wire.post(server.url, textMessage('oCustomer', text))).fields.Content ?? '';
const picture = (MsgId: string) => ({
  ...textMessage('oCustomer', '', { MsgId }),
  MsgType: 'image',
  MediaId: 'media-1',
  PicUrl: 'https://mmbiz.qpic.cn/1',
});

const apply = async (): Promise<string> => {
  for (const text of [...formAnswers, '确认']) await say(text);
  const [kase] = (await held(desk.deps)).cases;
  if (!kase) throw new Error('no case');
  return kase.caseNo;
};

const staffDo = (caseNo: string, command: StaffCommand, deps = desk.deps) =>
  decideCase(deps, {
    caseNo,
    staff: staff('小林'),
    version: null,
    idempotencyKey: null,
    command,
  });
const offer: StaffCommand = { type: 'offer', amountFen: 8_800, note: 'n', message: null };
const withdrawOffer: StaffCommand = { type: 'withdraw_offer', note: 'n', message: '我们重新计算' };

const offered = async (): Promise<string> => {
  const caseNo = await apply();
  expect((await staffDo(caseNo, offer)).ok).toBe(true);
  return caseNo;
};

const theCase = async () => {
  const [kase, more] = (await held(desk.deps)).cases;
  if (!kase || more) throw new Error('there should be one case');
  return kase;
};
/** What the order's ledger lets go, in fen: every payout has its entry there. */
const ledger = async () =>
  (await desk.deps.store.get(orders, 'SHOP-1'))?.doc.ledger.map(({ amountFen, state }) => [amountFen, state]);

describe('接受, from the wire to the ledger', () => {
  it('is answered with the amount and the dates, and pays once', async () => {
    const caseNo = await offered();
    const answer = await say('接受');
    expect(answer).toContain(`您已接受申请 ${caseNo} 的退款方案：¥88.00`);
    expect(answer).toContain('批准 ¥88.00，原路退回');
    expect(await theCase()).toMatchObject({ status: 'refunding', attempts: [{ state: 'reserved' }] });
    expect(await ledger()).toEqual([[8_800, 'reserved']]);
  });

  it('delivered three times at once, and once more later: the same reply to the byte, one payout', async () => {
    await offered();
    const accept = textMessage('oCustomer', '接受');
    const deliveries = await Promise.all([1, 2, 3].map(() => wire.post(server.url, accept)));
    desk.clock.advance(15_000);
    const replies = [...deliveries, await wire.post(server.url, accept)].map(({ xml }) => xml);
    expect(new Set(replies).size).toBe(1);
    expect(replies[0]).toContain('您已接受');
    expect((await theCase()).attempts).toHaveLength(1);
    expect(await ledger()).toEqual([[8_800, 'reserved']]);
  });

  it('said twice at once: one payout, and the second hears how it stands', async () => {
    await offered();
    const [first, second] = await Promise.all([say('接受'), say('接受')]);
    expect(first).toContain('您已接受');
    expect(second).toContain('没有等您答复的退款方案');
    expect(second).toContain('批准 ¥88.00');
    expect(await ledger()).toEqual([[8_800, 'reserved']]);
  });

  it.each(['before', 'after'] as const)(
    'the process dies %s any of its store operations, then it is redelivered: one payout, and it is told',
    async (when) => {
      for (let at = 0; ; at += 1) {
        await database.remove();
        database = chatDatabase();
        desk = taking = await database.startDesk();
        await putOrder(desk.deps.store);
        const caseNo = await offered();
        const { wrap, arm, reached } = failingAt(at, when);
        taking = await database.startDesk({}, wrap);
        arm();
        const accept = textMessage('oCustomer', '接受');
        const died = (await wire.post(server.url, accept)).fields.Content === undefined;
        taking = desk;
        if (!reached()) {
          expect(at).toBeGreaterThan(8);
          return;
        }
        expect(died).toBe(true);
        const { fields } = await wire.post(server.url, accept);
        expect(fields.Content).toContain('您已接受');
        // What the dead process had begun with is another's once its lease is over.
        desk.clock.advance(61_000);
        await workCase(desk.deps, caseNo);
        expect((await theCase()).attempts).toHaveLength(1);
        expect(await ledger()).toEqual([[8_800, 'reserved']]);
        expect((await held(desk.deps)).session).toMatchObject({ pending: [], nextActionAt: null });
      }
    },
    60_000,
  );
});

describe('the customer accepts while staff withdraw the offer', () => {
  /** Does something between a process's reading of the case and its writing it, once. */
  const interrupting = (meddle: () => Promise<unknown>) => (store: Store) => {
    let isOver = false;
    return {
      ...store,
      replace: async (...all: Parameters<Store['replace']>) => {
        if (!isOver && all[0].name === cases.name) {
          isOver = true;
          await meddle();
        }
        return store.replace(...all);
      },
    } as Store;
  };

  it('and staff are faster: the offer is gone, nothing is paid, and the customer is told', async () => {
    const caseNo = await offered();
    taking = await database.startDesk(
      {},
      interrupting(() => staffDo(caseNo, withdrawOffer)),
    );
    const answer = await say('接受');
    expect(answer).toContain('没有生效');
    expect(await theCase()).toMatchObject({
      status: 'in_review',
      offers: [{ state: 'withdrawn' }],
      attempts: [],
    });
    expect(await ledger()).toEqual([]);
  });

  it('and the customer is faster: it is paid, and staff are told that it cannot be withdrawn', async () => {
    const caseNo = await offered();
    let answer = '';
    const slow = await database.startDesk(
      {},
      interrupting(async () => {
        answer = await say('接受');
      }),
    );
    expect(await staffDo(caseNo, withdrawOffer, slow.deps)).toEqual({
      ok: false,
      code: 'illegal_transition',
    });
    expect(answer).toContain('您已接受');
    expect(await theCase()).toMatchObject({ status: 'refunding', offers: [{ state: 'accepted' }] });
    expect(await ledger()).toEqual([[8_800, 'reserved']]);
  });

  it('and make a better one, unseen: it is not accepted blindly', async () => {
    const caseNo = await offered();
    await staffDo(caseNo, withdrawOffer);
    desk.clock.advance(1_000);
    await staffDo(caseNo, { ...offer, amountFen: 5_000 });
    expect(await say('接受')).toContain('¥50.00');
    expect(await ledger()).toEqual([]);
    expect(await say('确认')).toContain('您已接受');
    expect(await ledger()).toEqual([[5_000, 'reserved']]);
  });
});

describe('what else a customer asks of a case, from the wire to the disk', () => {
  it('a picture that was asked for: in the case, once, however often it is delivered', async () => {
    const caseNo = await apply();
    await staffDo(caseNo, { type: 'request_information', message: '请发付款截图' });
    const sent = picture('900001');
    const [first, second] = await Promise.all([wire.post(server.url, sent), wire.post(server.url, sent)]);
    expect(first.xml).toBe(second.xml);
    expect(first.fields.Content).toContain(caseNo);
    const { status, evidence } = await theCase();
    expect([status, evidence.length]).toEqual(['in_review', 1]);
    const line = (await held(desk.deps)).lines.find(({ id }) => id === evidence[0]);
    expect(line).toMatchObject({ type: 'image', picture: { mediaId: 'media-1', state: 'pending' } });
    expect(line?.nextActionAt).not.toBeNull();
  });

  it('撤回 and 申诉: done under the number that was confirmed, and 确认 again does nothing more', async () => {
    const caseNo = await apply();
    await staffDo(caseNo, { type: 'reject', clauses: ['3.1'], note: 'n', message: '已使用' });
    for (const text of ['申诉', '没有使用过']) await say(text);
    expect(await say('确认')).toContain(`申请 ${caseNo} 的申诉已提交`);
    const appealed = await theCase();
    expect(appealed).toMatchObject({ status: 'appealed', appeals: [{ text: '没有使用过' }] });
    await say('确认');
    expect(await theCase()).toEqual(appealed);
    await say('撤回');
    expect(await say('确认')).toContain(`申请 ${caseNo} 已撤回`);
    expect((await theCase()).status).toBe('withdrawn');
  });

  it('somebody else says 接受: they have no offer, and nothing happens to this one', async () => {
    await offered();
    const before = await theCase();
    const { fields } = await wire.post(server.url, textMessage('oOther', '接受'));
    expect(fields.Content).toContain('没有等您答复');
    expect(await theCase()).toEqual(before);
  });
});
