import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../src/config.ts';
import { rootDir } from './support/desk.ts';

const webhook = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-secret';
const smtp = 'smtps://desk%40shop.example:se%2Fc%3Aret%40@smtp.shop.example';
const load = (env: Record<string, string>) => loadConfig(env, rootDir);
const configOf = (env: Record<string, string>) => {
  const loaded = load(env);
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  return loaded.config;
};
const faultsOf = (env: Record<string, string>): readonly string[] => {
  const loaded = load(env);
  return loaded.ok ? [] : loaded.faults;
};
/** Some credential, so that it is no sandbox. */
const real = { WECHAT_APPID: 'wx0123456789abcdef' };

describe('where staff are alerted', () => {
  it('nowhere: it starts, in Chinese and once an hour, and says outside the sandbox that the log is all', () => {
    const config = configOf({});
    expect(config.alertsTo).toEqual({ webhookUrl: null, mail: null });
    expect(config.alerts).toEqual({ language: 'zh', quietMinutes: 60 });
    expect(config.notes.join()).not.toContain('Alerts');
    expect(configOf(real).notes.join()).toMatch(/Alerts go to the log only.*ALERT_WEBHOOK_URL.*STAFF_MAIL/);
  });

  it('a bot and a mailbox: both, the mail from MAIL_ADDRESS, else from the mailbox itself', () => {
    const given = {
      ...real,
      ALERT_WEBHOOK_URL: webhook,
      STAFF_MAIL: 'team@shop.example',
      MAIL_SMTP_URL: smtp,
    };
    const server = {
      host: 'smtp.shop.example',
      port: 465,
      secure: true,
      isLocal: false,
      login: { user: 'desk@shop.example', password: 'se/c:ret@' },
    };
    expect(configOf(given).alertsTo).toEqual({
      webhookUrl: webhook,
      mail: { server, to: 'team@shop.example', from: 'team@shop.example' },
    });
    expect(configOf({ ...given, MAIL_ADDRESS: 'desk@shop.example' }).alertsTo.mail?.from).toBe(
      'desk@shop.example',
    );
    expect(configOf(given).notes.join()).not.toContain('Alerts');
  });

  it.each([
    ['smtp://smtp.shop.example', { port: 587, secure: false, isLocal: false, login: null }],
    ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, isLocal: true }],
    ['smtps://[::1]:2465/', { host: '::1', port: 2465, secure: true, isLocal: true }],
  ])('a mail server at %s is understood', (url, server) => {
    const given = configOf({ STAFF_MAIL: 'team@shop.example', MAIL_SMTP_URL: url });
    expect(given.alertsTo.mail?.server).toMatchObject(server);
  });

  it('a mailbox without a mail server: mail is off, and the start says so', () => {
    const config = configOf({ STAFF_MAIL: 'team@shop.example' });
    expect(config.alertsTo.mail).toBeNull();
    expect(config.notes).toContain('Mail to staff off: MAIL_SMTP_URL not set');
  });

  it('a bot over http on this machine, as a simulator is, is taken', () => {
    expect(configOf({ ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/?key=x' }).alertsTo.webhookUrl).toBe(
      'http://127.0.0.1:9/?key=x',
    );
  });

  it.each([
    ['ALERT_WEBHOOK_URL', 'http://qyapi.example/?key=secret'],
    ['ALERT_WEBHOOK_URL', 'secret'],
    ['ALERT_WEBHOOK_URL', 'ftp://secret.example'],
    ['MAIL_SMTP_URL', 'secret.example:25'],
    ['MAIL_SMTP_URL', 'smtps://'],
    ['MAIL_SMTP_URL', 'https://desk:secret@mail.example'],
    ['MAIL_SMTP_URL', 'smtps://desk@secret.example'],
    ['MAIL_SMTP_URL', 'smtps://desk:secret@mail.example:99999'],
    ['MAIL_SMTP_URL', 'smtps://desk:%ZZsecret@mail.example'],
    ['MAIL_SMTP_URL', 'smtps://desk:secret@mail.example/inbox'],
    ['STAFF_MAIL', 'secret at shop.example'],
    ['STAFF_MAIL', 'a@shop.example, secret@shop.example'],
    ['MAIL_ADDRESS', 'secret'],
  ])('%s malformed: is named, without what it says (%s)', (name, value) => {
    const faults = faultsOf({ [name]: value, PORT: '70000' });
    expect(faults.filter((fault) => fault.startsWith(name))).toHaveLength(1);
    expect(faults.filter((fault) => fault.startsWith('PORT'))).toHaveLength(1);
    expect(faults.join()).not.toContain('secret');
  });
});
