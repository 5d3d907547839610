import { z } from 'zod';
import type { Delivered } from '../delivered.ts';
import type { Mailer, SmtpServer } from './types.ts';

const faultSchema = z.object({
  name: z.string().catch('Error'),
  code: z.string().optional().catch(undefined),
  responseCode: z.int().optional().catch(undefined),
});

/** Codes under which the server, or our settings for it, said no. */
const refusing: readonly string[] = ['EAUTH', 'ENOAUTH', 'EENVELOPE', 'EMESSAGE'];

/** Never the error's own message: the server's words may hold an address, and the library's a name of a user. */
const readFault = (error: unknown): Delivered => {
  const fault = faultSchema.safeParse(error);
  if (!fault.success) return { kind: 'unknown', detail: 'fault' };
  const { name, code, responseCode } = fault.data;
  const detail = [code ?? name, ...(responseCode === undefined ? [] : [String(responseCode)])].join(' ');
  const isRefusal = responseCode !== undefined || (code !== undefined && refusing.includes(code));
  return { kind: isRefusal ? 'refused' : 'unknown', detail };
};

/** Outgoing mail over SMTP. Every mail says that a machine wrote it (RFC 3834), so that no absence notice answers it. */
export const createSmtpMailer = (options: {
  readonly server: SmtpServer;
  readonly timeoutMs: number;
}): Mailer => {
  const { server, timeoutMs } = options;
  const { host, port, secure, isLocal, login } = server;
  return {
    send: async (mail) => {
      // Loaded when the first mail is sent: a server that sends none starts without it.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        host,
        port,
        secure,
        requireTLS: !secure && !isLocal,
        tls: { rejectUnauthorized: !isLocal },
        ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        dnsTimeout: timeoutMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({
          ...mail,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { kind: 'sent' };
      } catch (error) {
        return readFault(error);
      } finally {
        transport.close();
      }
    },
  };
};
