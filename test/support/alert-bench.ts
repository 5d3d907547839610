/** Processes that alert staff: one database, a real bot and a real mailbox, a clock that stands until it is moved. */
import { createStaffMail } from '../../src/gateways/alerts/staff-mail.ts';
import type { AlertChannel } from '../../src/gateways/alerts/types.ts';
import { createWecomBot } from '../../src/gateways/alerts/wecom-bot.ts';
import { createSmtpMailer } from '../../src/gateways/mail/smtp-mailer.ts';
import { leases } from '../../src/store/lease.ts';
import type { Store } from '../../src/store/store.ts';
import { raiseAlert } from '../../src/usecases/alerts/raise-alert.ts';
import { sendAlerts } from '../../src/usecases/alerts/send-alerts.ts';
import { alerts } from '../../src/usecases/documents/alerts.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { threads } from '../../src/usecases/documents/threads.ts';
import type { Alert } from '../../src/domain/alerts/alert.ts';
import { NOW } from './case.ts';
import { type Cleanup, capturedLog, temporaryStore } from './http-app.ts';
import { startMailbox } from './mailbox.ts';
import { startWecomBot } from './wecom-bot.ts';

export const QUIET_MS = 3_600_000;
/** Far more than an answer takes on a busy machine. */
const TIMEOUT_MS = 3_000;

export const alertBench = async (cleanup: Cleanup) => {
  const bot = await startWecomBot();
  cleanup.add(() => bot.close());
  const mailbox = await startMailbox();
  cleanup.add(() => mailbox.close());
  const store = await temporaryStore(cleanup, [alerts, cases, threads, leases]);
  let now = NOW;
  const clock = { now: () => now, advance: (ms: number) => void (now += ms) };
  const webhook = createWecomBot({ url: bot.url, timeoutMs: TIMEOUT_MS });
  const mail = createStaffMail({
    mailer: createSmtpMailer({
      server: { host: '127.0.0.1', port: mailbox.port, secure: false, isLocal: true, login: null },
      timeoutMs: TIMEOUT_MS,
    }),
    from: 'desk@shop.example',
    to: 'team@shop.example',
  });
  let processes = 0;
  /** Another process on the same database. */
  const process = (channels: readonly AlertChannel[] = [webhook], over: Store = store) => {
    processes += 1;
    const captured = capturedLog();
    let wakes = 0;
    const deps = {
      store: over,
      clock,
      log: captured.log,
      instanceId: `process-${String(processes)}`,
      publicUrl: 'https://desk.example',
      alerting: { channels, toWechat: false, language: 'zh', quietMs: QUIET_MS } as const,
      wake: () => void (wakes += 1),
    };
    return {
      deps,
      captured,
      wakes: () => wakes,
      raise: (alert: Alert) => raiseAlert(deps, alert),
      send: () => sendAlerts(deps),
    };
  };
  return { bot, mailbox, store, clock, webhook, mail, process };
};
export type AlertBench = Awaited<ReturnType<typeof alertBench>>;
