import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../src/domain/time.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { type Mailbox, startMailbox } from '../support/mailbox.ts';
import { type Finance, financeOf } from '../support/payout-queue.ts';
import { type Buyer, aBuyer, anApproved, approve, expectRefunded } from '../support/payouts.ts';
import { type WecomBot, startWecomBot } from '../support/wecom-bot.ts';

let bot: WecomBot;
let mailbox: Mailbox;
let desk: Desk;
let finance: Finance;
beforeEach(async () => {
  [bot, mailbox] = await Promise.all([startWecomBot(), startMailbox()]);
  desk = await startDesk({
    environment: {
      ALERT_WEBHOOK_URL: bot.url,
      MAIL_SMTP_URL: mailbox.url,
      STAFF_MAIL: 'team@shop.example',
      MAIL_ADDRESS: 'desk@shop.example',
    },
    timeouts: { alertMs: 1_500 },
  });
  finance = await financeOf(desk);
}, 30_000);
afterEach(async () => {
  await desk.stop();
  await Promise.all([bot.close(), mailbox.close()]);
});

const told = () => bot.taken.join('\n');
const refusing = (code: string, status: number, times = 1) => {
  desk.simulators.faults.add({ on: 'refund', effect: 'error', status, code, times });
};
const approved = async (): Promise<Buyer> => {
  const buyer = await aBuyer(desk);
  await approve(desk, buyer);
  await desk.settle();
  return buyer;
};

describe('staff', () => {
  it('hear over bot and mail of a balance that is short, of a person who is needed, and by whom payouts were stopped', async () => {
    refusing('NOT_ENOUGH', 403);
    await approved();
    expect(told()).toContain('商户余额不足');
    refusing('PARAM_ERROR', 400);
    const parked = await approved();
    await finance.set({ stopped: true });
    await desk.advance('61s');
    expect(told()).toContain(`退款单 ${parked.outRefundNo} 需要人工处理`);
    expect(told()).toContain('吴财务 停止了全部打款');
    expect(mailbox.received.map(({ text }) => text).join()).toContain('吴财务 停止了全部打款');
    expect(mailbox.received.every(({ encrypted }) => encrypted)).toBe(true);
    expect(bot.faults).toEqual([]);
  });

  it('are told of many refunds held back by a stop in one line, and of their release', async () => {
    const buyers: Buyer[] = [];
    for (let n = 0; n < 6; n += 1) buyers.push(await aBuyer(desk));
    await finance.set({ stopped: true });
    for (const buyer of buyers) await approve(desk, buyer);
    await desk.settle();
    for (let minutes = 0; minutes < 4; minutes += 1) await desk.advance('61s');
    const held = bot.taken.join('\n').match(/已批准的退款正在等待/g) ?? [];
    expect(held).toHaveLength(1);
    expect(told()).toContain('（共 6 次）');
    await finance.set({ stopped: false });
    await desk.advance('61s');
    await desk.advance('61s');
    expect(told()).toContain('吴财务 恢复了打款');
    for (const buyer of buyers) await expectRefunded(desk, buyer);
  }, 60_000);

  it('are not flooded in half a day in which WeChat Pay refuses us', async () => {
    refusing('SIGN_ERROR', 401, 1_000);
    const buyers = [await approved(), await approved(), await approved()];
    const before = desk.app.deps.clock.now();
    while (desk.app.deps.clock.now() < before + 12 * HOUR_MS) await desk.advance('1h');
    expect(bot.taken.length).toBeGreaterThan(0);
    expect(bot.taken.length).toBeLessThan(12);
    desk.simulators.faults.clear();
    await desk.advance('61s');
    await desk.advance('5s');
    for (const buyer of buyers) await expectRefunded(desk, buyer);
  }, 60_000);

  it('who cannot be reached hold nothing up: refunds are paid while the bot hangs and the mailbox is full', async () => {
    bot.fail('hang');
    mailbox.fail('busy');
    await finance.set({ dailyCapFen: 1_000_000 });
    const buyer = await anApproved(desk);
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
    bot.fail(null);
    mailbox.fail(null);
    for (let minutes = 0; minutes < 5; minutes += 1) await desk.advance('2m');
    expect(told()).toContain('吴财务 将每日打款上限设为 ¥10000.00');
    expect(mailbox.received).toHaveLength(1);
  });
});

describe('an overdue refund', () => {
  it('is an incident, which finance resolves', async () => {
    refusing('PARAM_ERROR', 400);
    const buyer = await approved();
    for (let days = 0; days < 12; days += 1) await desk.advance('1d');
    expect(await finance.incidents()).toMatchObject([
      { id: `refund_overdue:${buyer.caseNo}`, caseNo: buyer.caseNo, state: 'open', count: 1 },
      { id: `payout_needs_person:${buyer.outRefundNo}`, caseNo: buyer.caseNo, count: 1 },
    ]);
    expect(told()).toContain(`案件 ${buyer.caseNo} 已过退款期限`);
  }, 30_000);
});
