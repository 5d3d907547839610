import type { IncomingMessage } from 'node:http';

/**
 * The bytes as they came, for a signature covers nothing else; undefined where they exceed the limit: the rest is
 * then discarded, so that the sender gets to read the answer. Rejects where the request ends before it is complete.
 */
export const readRawBody = async (
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> => {
  const bytes = await readUpTo(request, maxBytes);
  if (!bytes) request.resume();
  return bytes;
};

const readUpTo = async (request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
