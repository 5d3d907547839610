import { composeAlerts } from '../../conversation/alerts/compose.ts';
import { REPLY_MAX_BYTES, countBytes } from '../../conversation/plain-text.ts';
import { caseOfAssignee, concerns } from '../../domain/alerts/recipients.ts';
import { type News, newsFor } from '../../domain/alerts/record.ts';
import type { OfficialAccount } from '../../gateways/official-account/types.ts';
import { acquireLease } from '../../store/lease.ts';
import type { StaffMessage } from '../../gateways/alerts/types.ts';
import { sendCustomerMessage } from '../customer-message.ts';
import type { Deps } from '../deps.ts';
import { cases } from '../documents/cases.ts';
import { type StaffAccount, staffId } from '../documents/staff.ts';
import { allStaff } from '../staff-accounts.ts';
import { SLOT_MS, dueOver, gather, markTold } from './due-alerts.ts';

interface Told {
  readonly news: News;
  /** Who has claimed the case that it is about. */
  readonly assignee: string | null;
}

const withAssignee = async ({ store }: Pick<Deps, 'store'>, news: News): Promise<Told> => {
  const caseNo = caseOfAssignee(news.alert);
  const kase = caseNo === null ? undefined : await store.get(cases, caseNo);
  return { news, assignee: kase?.doc.assignee ?? null };
};

const textOf = ({ title, lines }: StaffMessage): string => [title, ...lines].join('\n');

/** One message of what concerns them; where their window is shut it is left to the other channels. */
const tell = async (
  deps: Deps,
  account: OfficialAccount,
  member: StaffAccount,
  all: readonly Told[],
): Promise<boolean> => {
  const { wechat } = member;
  if (!wechat || member.disabled) return false;
  const news = all.filter(({ news: { alert }, assignee }) => concerns(alert, member, assignee));
  if (news.length === 0) return false;
  const message = composeAlerts(
    news.map((each) => each.news),
    { language: deps.alerting.language, consoleUrl: `${deps.publicUrl}/staff` },
    (composed) => countBytes(textOf(composed)) <= REPLY_MAX_BYTES,
  );
  const customer = { appid: wechat.appid, openid: wechat.openid };
  const lineId = `alerts:${staffId(member.name)}:${String(deps.clock.now())}`;
  const sent = await sendCustomerMessage(deps, account, { customer, text: textOf(message), lineId }, null);
  if (sent.kind === 'sent') return true;
  const fields = { staff: member.name, outcome: sent.kind, alerts: news.length };
  deps.log.info(fields, 'a member of staff could not be alerted in WeChat');
  return false;
};

/**
 * Tells members of staff in their own WeChat what is theirs of what is due: at most one message a minute each, once,
 * within the window that WeChat leaves open after they have written. Nothing is tried again: whoever did not get it
 * reads it in the console or over the other channels.
 * @returns how many messages were sent
 */
export const tellStaffInWechat = async (deps: Deps): Promise<number> => {
  const { store, clock, alerting, officialAccount, instanceId } = deps;
  if (!alerting.toWechat || !officialAccount) return 0;
  const now = clock.now();
  const first = await dueOver(deps, 'wechat', now, { limit: 1, cursor: null });
  if (first.items.length === 0) return 0;
  const slot = await acquireLease(store, { name: 'alerts:wechat', holder: instanceId, now, ttlMs: SLOT_MS });
  if (!slot.ok) return 0;
  const gathered = await gather(deps, 'wechat', now);
  // Before they are sent: told to some and then again to all would be worse than not told here.
  await markTold(deps, 'wechat', gathered);
  const told = await Promise.all(gathered.map(({ doc }) => withAssignee(deps, newsFor(doc, 'wechat'))));
  const members = (await allStaff(deps)).filter(({ wechat }) => wechat !== null);
  const sent = await Promise.all(members.map((member) => tell(deps, officialAccount, member, told)));
  return sent.filter(Boolean).length;
};
