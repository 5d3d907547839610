import type { Mailer } from '../mail/types.ts';
import type { AlertChannel } from './types.ts';

/** The staff's mailbox; a mail holds as much as there is. */
export const createStaffMail = (options: {
  readonly mailer: Mailer;
  readonly from: string;
  readonly to: string;
}): AlertChannel => ({
  name: 'mail',
  fits: () => true,
  send: ({ title, lines }) => {
    const { mailer, from, to } = options;
    return mailer.send({ from, to, subject: title, text: `${lines.join('\n\n')}\n` });
  },
});
