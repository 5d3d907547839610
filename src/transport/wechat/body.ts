import type { IncomingMessage } from 'node:http';
import { OperationalError } from '../../errors.ts';

export const MAX_BODY_BYTES = 64 * 1024;

const tooLarge = (): OperationalError =>
  new OperationalError(413, 'body_too_large', 'A message is at most 64 kB.');

/**
 * The body as text. Throws 413 as soon as it is too large; what still comes is discarded, so that the sender
 * gets to read the answer.
 */
export const readBody = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(tooLarge());
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.on('error', () => {
      reject(new OperationalError(400, 'incomplete_body', 'The message ended before it was complete.'));
    });
    if (request.readableEnded) reject(new Error('the body was read before it reached the WeChat routes'));
  });
