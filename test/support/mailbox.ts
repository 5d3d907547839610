/** A mail server that keeps what it is given. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export const USER = 'desk@shop.example';
export const PASSWORD = 'secret of/the:mailbox@';

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly encrypted: boolean;
  readonly header: string;
  /** Decoded. */
  readonly subject: string;
  readonly text: string;
}

const HEADER_END = '\r\n\r\n';

const decodedSubject = (header: string): string => {
  const [, folded = ''] = /^Subject: ((?:.|\r\n[ \t])*)/m.exec(header) ?? [];
  const words = folded.replace(/\r\n[ \t]+/g, ' ').replace(/\?= =\?/g, '?==?');
  return words.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
    encoding.toUpperCase() === 'B'
      ? Buffer.from(word, 'base64').toString()
      : decodeURIComponent(word.replaceAll('_', ' ').replaceAll('=', '%')),
  );
};

const decodedBody = (header: string, body: string): string => {
  const [, encoding = '7bit'] = /^Content-Transfer-Encoding: (\S+)/im.exec(header) ?? [];
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, '%$1');
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'));
};

const read = (raw: string): Pick<Received, 'header' | 'subject' | 'text'> => {
  const end = raw.indexOf(HEADER_END);
  const header = raw.slice(0, end);
  const text = decodedBody(header, raw.slice(end + HEADER_END.length)).replaceAll('\r\n', '\n');
  return { header, subject: decodedSubject(header), text };
};

export type MailFault = 'refuse_login' | 'refuse_recipient' | 'refuse_message' | 'busy' | 'hang';

const refusal = (responseCode: number): Error => Object.assign(new Error('no'), { responseCode });

/** @param options `secure`: TLS from the first byte, under a certificate nobody knows */
export const startMailbox = async (options: SMTPServerOptions = {}) => {
  const received: Received[] = [];
  let fault: MailFault | null = null;
  let connections = 0;
  let logins = 0;
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    ...options,
    onConnect: (_session, done) => {
      connections += 1;
      if (fault !== 'hang') done();
    },
    onAuth: ({ username, password }, _session, done) => {
      logins += 1;
      const isRight = username === USER && password === PASSWORD && fault !== 'refuse_login';
      done(isRight ? null : refusal(535), isRight ? { user: username } : undefined);
    },
    onRcptTo: (_address, _session, done) => {
      done(fault === 'refuse_recipient' ? refusal(550) : null);
    },
    onData: (stream, session, done) => {
      // A client that is gone in the middle has sent nothing.
      void buffer(stream).then((raw) => {
        if (fault === 'refuse_message' || fault === 'busy') {
          done(refusal(fault === 'busy' ? 451 : 554));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          encrypted: session.secure,
          ...read(raw.toString()),
        });
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const login = `${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}`;
  const scheme = options.secure === true ? 'smtps' : 'smtp';
  return {
    port,
    url: `${scheme}://${login}@127.0.0.1:${String(port)}`,
    received,
    connections: () => connections,
    logins: () => logins,
    /** Every mail is met thus, until null. */
    fail: (as: MailFault | null) => {
      fault = as;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(resolve);
      }),
  };
};
export type Mailbox = Awaited<ReturnType<typeof startMailbox>>;
