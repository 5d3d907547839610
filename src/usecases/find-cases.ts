import type { Case, Customer } from '../domain/case/state.ts';
import { pagesOf } from '../store/pages.ts';
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

/** A customer with more than a thousand cases is no customer; a bound on the loop, not a rule. */
const MAX_PAGES = 50;

/** All of them, where one is sought that may be old. */
export const everyCustomerCase = async (
  { store }: Pick<Deps, 'store'>,
  { appid, openid }: Customer,
): Promise<readonly Case[]> => {
  const found: Case[] = [];
  const range = { facet: `${appid}:${openid}`, limit: MAX_CASES };
  for await (const { items } of pagesOf(store, cases, 'customer', range, MAX_PAGES))
    found.push(...items.map(({ doc }) => doc));
  return found;
};
