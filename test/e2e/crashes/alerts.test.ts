import { afterAll, expect } from '@jest/globals';
import { isBusinessDay } from '../../../src/domain/calendar.ts';
import { DAY_MS, MINUTE_MS, chinaDate, morningOf } from '../../../src/domain/time.ts';
import { alerts } from '../../../src/usecases/documents/alerts.ts';
import { sendMorningDigest } from '../../../src/usecases/morning-digest.ts';
import { readPayoutQueue } from '../../../src/usecases/payout/queue.ts';
import { aCustomer, desk, elapseUntil, tellWith } from '../../support/crash-stories.ts';
import { type Mailbox, startMailbox } from '../../support/mailbox.ts';
import { type WecomBot, startWecomBot } from '../../support/wecom-bot.ts';

let bot: WecomBot;
let mailbox: Mailbox;
afterAll(() => Promise.all([bot.close(), mailbox.close()]));

/** What has reached staff from now on, over each way. */
const listening = () => {
  const from = { bot: bot.taken.length, mail: mailbox.received.length };
  return () => ({
    bot: bot.taken.slice(from.bot),
    mail: mailbox.received.slice(from.mail).map(({ text }) => text),
  });
};

/** Over each way once or, where something failed, once more: never lost, never a flood. */
const expectHeard = (heard: ReturnType<ReturnType<typeof listening>>, ...said: readonly RegExp[]): void => {
  for (const [way, messages] of Object.entries(heard)) {
    expect([way, messages.length, messages.length <= MOST_MESSAGES]).toEqual([way, messages.length, true]);
    for (const what of said) {
      const times = messages.join('\n').match(new RegExp(what, 'g'))?.length ?? 0;
      expect([way, what, times, times === 1 || times === 2]).toEqual([way, what, times, true]);
    }
  }
};
/** Of as many minutes. */
const MOST_MESSAGES = 4;

const setPayouts = async (settings: object): Promise<void> => {
  const answer = await desk.staffCall('吴财务', '/payouts', settings, 'settings', 'PUT');
  expect(answer.status).toBe(200);
};

let dailyCapFen = 5_000_000;

/** Past nine on the next day on which staff work. */
const nextMorning = async (): Promise<void> => {
  await desk.job(({ calendar, clock }) => {
    let day = clock.now() + DAY_MS;
    while (!isBusinessDay(calendar, chinaDate(day))) day += DAY_MS;
    elapseUntil(morningOf(day) + MINUTE_MS);
    return Promise.resolve();
  });
};

tellWith(
  async () => {
    [bot, mailbox] = await Promise.all([startWecomBot(), startMailbox({ hideSTARTTLS: true })]);
    return {
      ALERT_WEBHOOK_URL: bot.url,
      MAIL_SMTP_URL: `smtp://127.0.0.1:${String(mailbox.port)}`,
      STAFF_MAIL: 'team@shop.example',
      MAIL_ADDRESS: 'desk@shop.example',
    };
  },
  {
    title: 'payouts that are stopped and go on, under another cap',
    told: async ({ through }) => {
      const heard = listening();
      // Another one each time: the same cap again is no news.
      dailyCapFen += 100;
      await through(async () => {
        await setPayouts({ stopped: true });
        await setPayouts({ stopped: false, dailyCapFen });
      });
      await desk.settle(2);
      expect(await readPayoutQueue(desk.store)).toMatchObject({ stopped: false, dailyCapFen });
      expectHeard(heard(), /停止了全部打款/, /恢复了打款/, /每日打款上限设为/);
    },
    least: { write: 18, call: 3 },
  },
  {
    title: 'what staff are told in the morning',
    told: async ({ through }) => {
      const { openid } = await aCustomer({ known: 'to_nobody' });
      await desk.say(openid, '人工');
      await desk.settle(3);
      await nextMorning();
      const heard = listening();
      const day = chinaDate(desk.time.clock.now());
      await through(() => desk.job(sendMorningDigest));
      await desk.settle(2);
      expect((await desk.store.get(alerts, `morning_digest:${day}`))?.doc).toMatchObject({
        count: 1,
        alert: { sections: [{ topic: 'people', count: 1 }] },
      });
      expectHeard(heard(), /等待人工答复 1 件/);
      await desk.raise(openid, 'kf_create_session');
      await desk.raise(openid, 'kf_close_session');
      await desk.settle(1);
    },
    least: { write: 5, call: 2 },
  },
);
