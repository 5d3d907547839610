import { createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** Just enough DER to issue the certificate a payment platform signs its answers with (RFC 5280). */
const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const EXPLICIT_0 = 0xa0;

const SHA256_WITH_RSA = Buffer.from('06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

function lengthOf(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const hex = size.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
};

const nameOf = (commonName: string): Buffer =>
  der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(commonName)))));

/** `YYMMDDHHMMSSZ`; good until 2049. */
const utcTime = (at: number): Buffer =>
  der(UTC_TIME, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

export interface CertificateRequest {
  /** Hexadecimal, its first bit 0. */
  readonly serial: string;
  readonly commonName: string;
  readonly privateKeyPem: string;
  readonly from: number;
  readonly until: number;
}

/** A self-signed X.509 v3 certificate, PEM. */
export function issueCertificate(request: CertificateRequest): string {
  const privateKey = createPrivateKey(request.privateKeyPem);
  const algorithm = der(SEQUENCE, SHA256_WITH_RSA);
  const body = der(
    SEQUENCE,
    der(EXPLICIT_0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from(request.serial, 'hex')),
    algorithm,
    nameOf(request.commonName),
    der(SEQUENCE, utcTime(request.from), utcTime(request.until)),
    nameOf(request.commonName),
    createPublicKey(request.privateKeyPem).export({ type: 'spki', format: 'der' }),
  );
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', body, privateKey));
  const base64 = der(SEQUENCE, body, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}
