import { customer as byCustomer } from '../domain/case/actor.ts';
import type { CustomerCommand, CustomerRefusal } from '../domain/case/commands.ts';
import { decideForCustomer } from '../domain/case/decide/customer.ts';
import type { Case, Customer } from '../domain/case/state.ts';
import { type Result, refuse } from '../domain/result.ts';
import { type CaseRefusal, commandCase } from './command-case.ts';
import type { Deps } from './deps.ts';
import { readCase } from './read-case.ts';

/** What a customer asks of a case of theirs. */
export interface CustomerAsks {
  readonly customer: Customer;
  readonly caseNo: string;
  /** The message's key, or the call's `Idempotency-Key`: a repeat is answered as the first was. */
  readonly commandId: string;
  readonly command: CustomerCommand;
}

/** The case as it then stands, or why nothing was done. Somebody else's case is as good as none. */
export const askCase = async (
  deps: Deps,
  { customer, caseNo, commandId, command }: CustomerAsks,
): Promise<Result<Case, CustomerRefusal | CaseRefusal>> => {
  const owner = (await readCase(deps, caseNo))?.customer;
  if (owner?.openid !== customer.openid || owner.appid !== customer.appid) return refuse('case_not_found');
  const asked = await commandCase<CustomerRefusal>(deps, {
    caseNo,
    actor: byCustomer,
    commandId: `customer:${commandId}`,
    decide: (kase, context) => decideForCustomer(kase, command, context),
  });
  if (asked.ok) deps.log.info({ caseNo, command: command.type }, 'a customer has answered');
  return asked;
};
