import type { Delivered } from '../delivered.ts';

/** A mail server that takes our mail. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS. */
  readonly secure: boolean;
  /** On this machine: it need not encrypt, and its certificate may be anybody's. */
  readonly isLocal: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  send(mail: Mail): Promise<Delivered>;
}
