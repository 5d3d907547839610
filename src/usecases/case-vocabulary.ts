/** The words of the case that those outside read and write it in. */
export { appealOutcomes } from '../domain/case/appeal.ts';
export { usageSchema } from '../domain/order.ts';
export { claimsToConfirm } from '../domain/policy/types.ts';
export { reasonCategories, reasonSchema } from '../domain/reason.ts';
