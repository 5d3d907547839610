import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSmtpMailer } from '../../../src/gateways/mail/smtp-mailer.ts';
import type { SmtpServer } from '../../../src/gateways/mail/types.ts';
import { type MailFault, type Mailbox, PASSWORD, USER, startMailbox } from '../../support/mailbox.ts';

const mail = {
  from: 'desk@shop.example',
  to: 'team@shop.example',
  subject: '退款台：3 条提醒，其中有一条特别特别特别长的标题用来折行',
  text: '第一条\n\n第二条\n',
};

describe('a mail to staff', () => {
  let mailbox: Mailbox;
  const server = (over: Partial<SmtpServer> = {}): SmtpServer => ({
    host: '127.0.0.1',
    port: mailbox.port,
    secure: false,
    isLocal: true,
    login: { user: USER, password: PASSWORD },
    ...over,
  });
  const send = (over?: Partial<SmtpServer>) =>
    createSmtpMailer({ server: server(over), timeoutMs: 3_000 }).send(mail);
  beforeEach(async () => {
    mailbox = await startMailbox();
  });
  afterEach(() => mailbox.close());

  it('arrives as it is, and says that a machine wrote it', async () => {
    expect(await send()).toEqual({ kind: 'sent' });
    expect(mailbox.received).toHaveLength(1);
    const [received] = mailbox.received;
    expect(received).toMatchObject({
      from: mail.from,
      to: [mail.to],
      subject: mail.subject,
      text: mail.text,
    });
    expect(received?.header).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  });

  it('over TLS from the first byte', async () => {
    const other = await startMailbox({ secure: true });
    expect(await send({ secure: true, port: other.port })).toEqual({ kind: 'sent' });
    expect(other.received[0]?.encrypted).toBe(true);
    await other.close();
  });

  it('to a server elsewhere that does not encrypt: is not sent, and neither is the password', async () => {
    const plain = await startMailbox({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    const outcome = await send({ port: plain.port, isLocal: false });
    await plain.close();
    expect([outcome.kind, plain.received.length, plain.logins()]).toEqual(['refused', 0, 0]);
  });

  it('to a server elsewhere whose certificate nobody vouches for: is not sent', async () => {
    expect((await send({ isLocal: false })).kind).toBe('unknown');
    expect(mailbox.received).toHaveLength(0);
  });

  it.each<[MailFault, object]>([
    ['refuse_login', { kind: 'refused', detail: 'EAUTH 535' }],
    ['refuse_recipient', { kind: 'refused', detail: 'EENVELOPE 550' }],
    ['refuse_message', { kind: 'refused', detail: 'EMESSAGE 554' }],
    ['busy', { kind: 'refused', detail: 'EMESSAGE 451' }],
    ['hang', { kind: 'unknown' }],
  ])('met with %s: says so as a value, without address or password', async (fault, outcome) => {
    mailbox.fail(fault);
    const mailed = await send();
    expect(mailed).toMatchObject(outcome);
    expect(JSON.stringify(mailed)).not.toMatch(/secret|shop\.example/);
    mailbox.fail(null);
  });

  it('to a server that is not there: is unknown', async () => {
    const gone = await startMailbox();
    await gone.close();
    expect((await send({ port: gone.port })).kind).toBe('unknown');
  });
});
