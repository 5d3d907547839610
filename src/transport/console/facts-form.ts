export type FactsFault = 'usage_missing' | 'quota_malformed';

/** What a field of the facts can say beside the facts themselves: what was recorded is taken back. */
export const FORGET = 'forget';
const COUNT = /^\d{1,9}$/;

/** Left as it is: undefined. Taken back: null. */
const choice = <T>(typed: string, read: (typed: string) => T): T | null | undefined => {
  if (typed === '') return undefined;
  return typed === FORGET ? null : read(typed);
};

const yes = (typed: string): boolean => typed === 'yes';

/** Of what has no quota both numbers are left empty. */
const readUsage = (valueOf: (name: string) => string) => {
  const used = valueOf('quotaUsed');
  const total = valueOf('quotaTotal');
  const features = choice(valueOf('usage'), yes);
  if (features == null) return used === '' && total === '' ? features : 'usage_missing';
  if (used === '' && total === '') return { paidFeaturesUsed: features, quotaUsed: 0, quotaTotal: 0 };
  if (!COUNT.test(used) || !COUNT.test(total)) return 'quota_malformed';
  return { paidFeaturesUsed: features, quotaUsed: Number(used), quotaTotal: Number(total) };
};

/** The facts as the API's body has them. */
export const readFacts = (valueOf: (name: string) => string): Record<string, unknown> | FactsFault => {
  const usage = readUsage(valueOf);
  if (typeof usage === 'string') return usage;
  return {
    usage,
    claimConfirmed: choice(valueOf('claimConfirmed'), (claim) => claim),
    promotional: choice(valueOf('promotional'), yes),
    terminatedForViolation: choice(valueOf('terminatedForViolation'), yes),
  };
};
