import { types } from 'node:util';
import { z } from 'zod';
import { checkSize, encodeId } from '../record.ts';
import type { Blob } from '../store.ts';
import { decodeText, encodeText } from '../text.ts';
import type { Connection } from './connection.ts';
import type { Plan } from './group-commit.ts';

/** libsql hands bytes out as an ArrayBuffer. */
const blobRow = z.object({
  content_type: z.string(),
  bytes: z.custom<ArrayBuffer>((value) => types.isArrayBuffer(value)),
});

export const readBlob = (db: Connection, id: string): Blob | undefined => {
  const [row] = db.all(blobRow, 'SELECT content_type, bytes FROM "#blobs" WHERE id = ?', [encodeText(id)]);
  return row && { contentType: decodeText(row.content_type), bytes: Buffer.from(row.bytes) };
};

export const planBlob = (id: string, { contentType, bytes }: Blob): (() => Plan<undefined>) => {
  checkSize(bytes.byteLength);
  const sql = 'INSERT INTO "#blobs" (id, content_type, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
  const values = [encodeId(id), encodeText(contentType), Buffer.from(bytes)];
  return () => ({ outcome: undefined, changes: [{ sql, values }] });
};
