import type { StaffOutcome } from '../../conversation/staff-chat/outcome.ts';
import type { StaffChatCommand } from '../../conversation/types.ts';
import type { StaffCommand } from '../../domain/case/commands.ts';
import type { Case, Customer } from '../../domain/case/state.ts';
import { possibleCommands } from '../../domain/case/possible.ts';
import { isFinal } from '../../domain/case/status.ts';
import { type Reader, decideAudited, noteReading } from '../case-access.ts';
import type { Deps } from '../deps.ts';
import { type StaffAccount, memberOf } from '../documents/staff.ts';
import { type CaseQuery, MAX_CASES_PAGE, listCases, statuses } from '../list-cases.ts';
import { readCase } from '../read-case.ts';
import { askToConfirm, confirm } from './approve.ts';
import { bindWechat, boundMember } from './binding.ts';
import { WECHAT_ADDRESS } from './note-binding.ts';
import { unbindOwn } from './own-wechat.ts';
import { viewCase } from './view-case.ts';

/** As many as a phone's screen shows. */
const MAX_LISTED = 9;

const readerOf = (account: StaffAccount): Reader => ({ staff: memberOf(account), address: WECHAT_ADDRESS });

const find = async (deps: Deps, query: Pick<CaseQuery, 'statuses' | 'due' | 'assignee'>) => {
  const page = await listCases(deps, { ...query, q: null, limit: MAX_CASES_PAGE, cursor: null });
  return page.ok ? page.value.cases : [];
};

/** Cases that stand where this member, by their role and their part in them so far, has the next word. */
const awaiting = async (
  deps: Deps,
  account: StaffAccount,
  status: Case['status'],
  command: StaffCommand['type'],
): Promise<readonly Case[]> => {
  const found = await find(deps, { statuses: [status], due: null, assignee: null });
  return found.filter((kase) => possibleCommands(kase, account).includes(command));
};

/**
 * What they have claimed, what is overdue, what is due today, and what waits for their second approval or their decision
 * on an appeal; first what is due first.
 */
const queue = async (deps: Deps, account: StaffAccount): Promise<StaffOutcome> => {
  const open = statuses.filter((status) => !isFinal(status));
  const found = await Promise.all([
    find(deps, { statuses: open, due: null, assignee: account.name }),
    find(deps, { statuses: [], due: 'overdue', assignee: null }),
    find(deps, { statuses: [], due: 'today', assignee: null }),
    awaiting(deps, account, 'awaiting_second_approval', 'second_approve'),
    awaiting(deps, account, 'appealed', 'decide_appeal'),
  ]);
  const byNo = new Map<string, Case>(found.flat().map((kase) => [kase.caseNo, kase]));
  const sorted = [...byNo.values()].sort((a, b) => a.deadlines.reviewBy - b.deadlines.reviewBy);
  const cases = sorted.slice(0, MAX_LISTED);
  if (cases.length > 0)
    await noteReading(deps, readerOf(account), 'list_cases', { listed: cases.map(({ caseNo }) => caseNo) });
  return { kind: 'queue', cases, hasMore: sorted.length > cases.length };
};

const open = async (
  deps: Deps,
  account: StaffAccount,
  caseNo: string,
  language: StaffChatCommand['language'],
): Promise<StaffOutcome> => {
  const kase = await readCase(deps, caseNo);
  if (!kase) return { kind: 'refused', caseNo, code: 'case_not_found' };
  const [view] = await Promise.all([
    viewCase(deps, account, kase, language),
    noteReading(deps, readerOf(account), 'read_case', { caseNo }),
  ]);
  return { kind: 'case', view };
};

const give = async (
  deps: Deps,
  account: StaffAccount,
  given: { readonly caseNo: string; readonly key: string; readonly command: StaffCommand },
  done: 'claimed' | 'replied',
): Promise<StaffOutcome> => {
  const { caseNo, key, command } = given;
  const decision = { caseNo, staff: memberOf(account), version: null, idempotencyKey: key, command };
  const decided = await decideAudited(deps, decision, WECHAT_ADDRESS);
  if (decided.ok) return { kind: done, caseNo };
  if (decided.code === 'text_empty' || decided.code === 'text_too_long')
    return { kind: decided.code, caseNo };
  return { kind: 'refused', caseNo, code: decided.code };
};

const unbind = async (deps: Deps, staff: StaffAccount, key: string): Promise<StaffOutcome> => {
  await unbindOwn(deps, { staff, address: WECHAT_ADDRESS }, key);
  return { kind: 'unbound' };
};

/**
 * Does what a member of staff asks for from their own WeChat, with the permissions they have everywhere else. It may be
 * run again: what it does to a case is done once, under the message's key.
 */
export const runStaffWord = async (
  deps: Deps,
  customer: Customer,
  key: string,
  { word, language }: StaffChatCommand,
): Promise<StaffOutcome> => {
  if (word.kind === 'bind') return bindWechat(deps, customer, word.code, key);
  const account = await boundMember(deps, customer);
  if (!account) return { kind: 'not_bound' };
  switch (word.kind) {
    case 'unbind':
      return unbind(deps, account, key);
    case 'queue':
      return queue(deps, account);
    case 'open':
      return open(deps, account, word.caseNo, language);
    case 'claim':
      return give(deps, account, { caseNo: word.caseNo, key, command: { type: 'claim' } }, 'claimed');
    case 'reply':
      return give(
        deps,
        account,
        { caseNo: word.caseNo, key, command: { type: 'reply', text: word.text } },
        'replied',
      );
    case 'approve':
      return askToConfirm(deps, account, { caseNo: word.caseNo, changed: false });
    case 'confirm':
      return confirm(deps, account, { ...word, key, language });
  }
};
