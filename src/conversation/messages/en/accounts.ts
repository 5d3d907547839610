/**
 * What WeChat Pay calls a customer's own accounts; a bank's name is left as the bank writes it. In a template there is room
 * for 20 characters.
 */
const walletNames: ReadonlyMap<string, string> = new Map([
  ['支付用户零钱', 'WeChat Pay balance'],
  ['支付用户零钱通', 'WeChat Pay Mini Fund'],
]);

export const accountName = (account: string): string => walletNames.get(account) ?? account;
