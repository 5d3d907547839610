import type { Case } from '../domain/case/state.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { Deps } from './deps.ts';

/** The version of the policy a case was opened under. Throws where its file has gone: a case is never decided by another. */
export const policyOf = (
  deps: Pick<Deps, 'policies'>,
  kase: Pick<Case, 'caseNo' | 'policyVersion'>,
): Policy => {
  const policy = deps.policies.get(kase.policyVersion);
  if (!policy) throw new Error(`${kase.caseNo} needs policy ${kase.policyVersion}, whose file is missing`);
  return policy;
};
