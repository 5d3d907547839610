import type { KeyObject } from 'node:crypto';
import type { Clock, Instant } from '../../domain/time.ts';
import type { PlatformCertificate } from './certificates.ts';
import { OutcomeUnknown } from './outcome-unknown.ts';
import type { KeyLookup } from './signature.ts';

export interface Keyring {
  /** By what is known now. */
  readonly known: (serial: string) => KeyObject | undefined;
  /** May fetch the platform certificates first. */
  readonly keyOf: KeyLookup;
}

const FOREIGN_PUBLIC_KEY = /^PUB_KEY_ID_/;
const CERTIFICATE_SERIAL = /^[0-9A-Fa-f]+$/;

const isValid = (certificate: PlatformCertificate, at: Instant): boolean =>
  certificate.validFrom <= at && at < certificate.validTo;

/**
 * The keys WeChat Pay may sign with: its public key, given, and its platform certificates, fetched. Both are
 * trusted at once, for while a merchant switches, callbacks move over a few at a time. Whoever sends unknown
 * serials causes at most one fetch an interval, also where it fails; those who ask meanwhile share it.
 */
export const createKeyring = (options: {
  readonly publicKeyId: string;
  readonly publicKey: KeyObject;
  readonly fetchCertificates: () => Promise<readonly PlatformCertificate[]>;
  readonly clock: Clock;
  readonly refreshMs: number;
}): Keyring => {
  let certificates = new Map<string, PlatformCertificate>();
  let lastRefreshAt = -Infinity;
  let lastFault: string | undefined;
  let refreshing: Promise<void> | undefined;

  const known = (serial: string): KeyObject | undefined => {
    if (serial === options.publicKeyId) return options.publicKey;
    const certificate = certificates.get(serial);
    return certificate && isValid(certificate, options.clock.now()) ? certificate.key : undefined;
  };

  const refresh = async (): Promise<void> => {
    try {
      const fetched = await options.fetchCertificates();
      certificates = new Map(fetched.map((each) => [each.serial, each]));
      lastFault = undefined;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      lastFault = error.message;
    } finally {
      refreshing = undefined;
    }
  };

  const refreshIfDue = async (): Promise<void> => {
    const now = options.clock.now();
    if (!refreshing && now - lastRefreshAt >= options.refreshMs) {
      lastRefreshAt = now;
      refreshing = refresh();
    }
    await refreshing;
  };

  const keyOf: KeyLookup = async (serial) => {
    const held = known(serial);
    if (held) return { ok: true, key: held };
    if (FOREIGN_PUBLIC_KEY.test(serial) || !CERTIFICATE_SERIAL.test(serial))
      return { ok: false, detail: 'signed with a key that is not configured' };
    await refreshIfDue();
    const found = known(serial);
    if (found) return { ok: true, key: found };
    const because = lastFault === undefined ? '' : ` (certificates: ${lastFault})`;
    return { ok: false, detail: `signed with an unknown key${because}` };
  };

  return { known, keyOf };
};
