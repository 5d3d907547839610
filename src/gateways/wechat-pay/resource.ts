import { createDecipheriv } from 'node:crypto';
import { z } from 'zod';

/** What WeChat Pay encrypts with the API v3 key: notifications and platform certificates. */
export const resourceSchema = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  /** Base64 of the ciphertext followed by its 16-byte tag. */
  ciphertext: z.string().min(1),
  /** May be empty. */
  associated_data: z.string().nullish(),
  nonce: z.string().min(1).max(64),
});
export type EncryptedResource = z.infer<typeof resourceSchema>;

const TAG_BYTES = 16;

/** The plaintext; undefined where the tag does not prove ciphertext, associated data and nonce. */
export const decryptResource = (apiV3Key: Buffer, resource: EncryptedResource): Buffer | undefined => {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  if (sealed.length < TAG_BYTES) return undefined;
  const split = sealed.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, Buffer.from(resource.nonce), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(sealed.subarray(split));
    decipher.setAAD(Buffer.from(resource.associated_data ?? ''));
    return Buffer.concat([decipher.update(sealed.subarray(0, split)), decipher.final()]);
  } catch {
    return undefined;
  }
};
