import { describe, expect, it } from '@jest/globals';
import { type CreateDatabase, eachWithDatabase } from '../../support/store/database.ts';

const everyByte = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));

export const blobContract = (create: CreateDatabase): void => {
  describe('blobs', () => {
    const database = eachWithDatabase(create);

    it('bytes of every value, put, are read back by another instance with their content type', async () => {
      const [here, there] = [await database.open(), await database.open()];
      await here.putBlob('b1', { contentType: 'image/png', bytes: everyByte });
      const blob = await there.getBlob('b1');
      expect(blob?.contentType).toBe('image/png');
      expect(Buffer.isBuffer(blob?.bytes)).toBe(true);
      expect(blob?.bytes.equals(everyByte)).toBe(true);
    });

    it('a part of a larger buffer, put, is stored without the rest', async () => {
      const store = await database.open();
      await store.putBlob('b1', { contentType: 'text/plain', bytes: everyByte.subarray(10, 13) });
      expect([...((await store.getBlob('b1'))?.bytes ?? [])]).toEqual([10, 11, 12]);
    });

    it('no bytes at all, put, are a blob of length 0', async () => {
      const store = await database.open();
      await store.putBlob('b1', { contentType: 'text/plain', bytes: Buffer.alloc(0) });
      expect((await store.getBlob('b1'))?.bytes).toHaveLength(0);
    });

    it('an id put again, by 20 at once and with other bytes, keeps the first', async () => {
      const store = await database.open();
      await store.putBlob('b1', { contentType: 'text/plain', bytes: Buffer.from('first') });
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.putBlob('b1', { contentType: 'text/html', bytes: Buffer.from('later') }),
        ),
      );
      const blob = await store.getBlob('b1');
      expect(blob).toEqual({ contentType: 'text/plain', bytes: Buffer.from('first') });
    });

    it('a picture of 10 MB, put, is read back whole', async () => {
      const store = await database.open();
      const bytes = Buffer.alloc(10 * 1024 * 1024, everyByte);
      await store.putBlob('b1', { contentType: 'image/jpeg', bytes });
      expect((await store.getBlob('b1'))?.bytes.equals(bytes)).toBe(true);
    });

    it('more than every engine can hold, put, is refused and not stored', async () => {
      const store = await database.open();
      const bytes = Buffer.alloc(13 * 1024 * 1024);
      await expect(store.putBlob('b1', { contentType: 'image/jpeg', bytes })).rejects.toMatchObject({
        code: 'document_too_large',
      });
      expect(await store.getBlob('b1')).toBeUndefined();
    });
  });
};
