import type { Config } from './config.ts';
import { MINUTE_MS } from './domain/time.ts';
import { createStaffMail } from './gateways/alerts/staff-mail.ts';
import type { AlertChannel } from './gateways/alerts/types.ts';
import { createWecomBot } from './gateways/alerts/wecom-bot.ts';
import { createSmtpMailer } from './gateways/mail/smtp-mailer.ts';
import type { Alerting } from './usecases/deps.ts';

const channelsOf = ({ alertsTo, timeouts }: Config): AlertChannel[] => {
  const { webhookUrl, mail } = alertsTo;
  const timeoutMs = timeouts.alertMs;
  return [
    ...(webhookUrl === null ? [] : [createWecomBot({ url: webhookUrl, timeoutMs })]),
    ...(mail === null
      ? []
      : [
          createStaffMail({
            mailer: createSmtpMailer({ server: mail.server, timeoutMs }),
            from: mail.from,
            to: mail.to,
          }),
        ]),
  ];
};

/** How staff are alerted, as it is configured. */
export const alertingOf = (config: Config): Alerting => ({
  channels: channelsOf(config),
  toWechat: config.wechat !== null,
  language: config.alerts.language,
  quietMs: config.alerts.quietMinutes * MINUTE_MS,
});
