import type { Case, Customer } from '../domain/case/state.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';

/** As many of a customer's cases as one chat answer can speak of. */
const MAX_CASES = 20;

/** The customer's own cases, newest first. */
export const customerCases = async (
  { store }: Pick<Deps, 'store'>,
  customer: Customer,
): Promise<readonly Case[]> => {
  const page = await store.scan(cases, 'customer', {
    facet: `${customer.appid}:${customer.openid}`,
    descending: true,
    limit: MAX_CASES,
  });
  return page.items.map((item) => item.doc);
};
