import { type Connection, type Model, Schema } from 'mongoose';
import { z } from 'zod';
import { checkSize, encodeId } from '../record.ts';
import type { Blob } from '../store.ts';
import { decodeText, encodeText } from '../text.ts';
import { isDuplicate } from './connection.ts';

interface BlobRow {
  _id: string;
  contentType: string;
  bytes: Buffer;
}
export type BlobModel = Model<BlobRow>;

const COLLECTION = '#blobs';

export const blobModelOf = (connection: Connection): BlobModel => {
  const schema = new Schema<BlobRow>(
    { _id: String, contentType: String, bytes: Buffer },
    { versionKey: false, strict: 'throw' },
  );
  return connection.model<BlobRow>(COLLECTION, schema, COLLECTION);
};

/** The driver hands bytes out as a Binary over a buffer that may be longer. */
const stored = z.object({
  contentType: z.string(),
  bytes: z.object({ buffer: z.instanceof(Uint8Array), position: z.number() }),
});

export const readBlob = async (blobs: BlobModel, id: string): Promise<Blob | undefined> => {
  const row = await blobs.findById(encodeText(id)).lean();
  if (row === null) return undefined;
  const { contentType, bytes } = stored.parse(row);
  const content = Buffer.from(bytes.buffer.subarray(0, bytes.position));
  return { contentType: decodeText(contentType), bytes: content };
};

export const writeBlob = async (
  blobs: BlobModel,
  id: string,
  { contentType, bytes }: Blob,
): Promise<void> => {
  checkSize(bytes.byteLength);
  const row = { _id: encodeId(id), contentType: encodeText(contentType), bytes: Buffer.from(bytes) };
  try {
    await blobs.insertOne(row);
  } catch (error) {
    // The first bytes under an id stay.
    if (!isDuplicate(error)) throw error;
  }
};
