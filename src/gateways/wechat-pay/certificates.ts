import { type KeyObject, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type Instant } from '../../domain/time.ts';
import { parseJson } from './json.ts';
import { decryptResource, resourceSchema } from './resource.ts';

export interface PlatformCertificate {
  readonly serial: string;
  readonly key: KeyObject;
  readonly validFrom: Instant;
  readonly validTo: Instant;
}

const listSchema = z.object({
  data: z
    .array(
      z.object({ serial_no: z.string().regex(/^[0-9A-Fa-f]{1,64}$/), encrypt_certificate: resourceSchema }),
    )
    .max(100),
});

const sameSerial = (a: string, b: string): boolean => BigInt(`0x${a}`) === BigInt(`0x${b}`);

const open = (apiV3Key: Buffer, entry: z.infer<typeof listSchema>['data'][number]): PlatformCertificate[] => {
  const pem = decryptResource(apiV3Key, entry.encrypt_certificate);
  if (!pem) return [];
  try {
    const certificate = new X509Certificate(pem);
    if (!sameSerial(certificate.serialNumber, entry.serial_no)) return [];
    return [
      {
        serial: entry.serial_no,
        key: certificate.publicKey,
        validFrom: Date.parse(certificate.validFrom),
        validTo: Date.parse(certificate.validTo),
      },
    ];
  } catch {
    return [];
  }
};

/**
 * The platform certificates in the body of GET /v3/certificates. Only those count whose tag proves that
 * someone with our API v3 key encrypted them, and whose own serial is the one they are listed under.
 */
export const openCertificates = (apiV3Key: Buffer, text: string): readonly PlatformCertificate[] =>
  (parseJson(text, listSchema)?.data ?? []).flatMap((entry) => open(apiV3Key, entry));
