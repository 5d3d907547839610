import type { NoticeEvent } from '../domain/case/outbox.ts';
import type { Notice, NoticeChannel } from '../domain/case/notice.ts';
import type { Case } from '../domain/case/state.ts';
import type { Sent } from '../gateways/official-account/types.ts';
import { type AlertDeps, raiseAlert } from './alerts/raise-alert.ts';
import type { Deps } from './deps.ts';
import { hasCredit } from './message-credit.ts';
import { type ChannelDeps, templateOf, tryChannel } from './notice-channels.ts';

export type DeliveryDeps = ChannelDeps & AlertDeps & Pick<Deps, 'officialAccount' | 'appid'>;

type Refused = Extract<Sent, { kind: 'refused' }>;

/** The customer does not follow the account, so that no template will reach them either way. */
const NOT_FOLLOWING = 43004;

/** A template is sent once (`client_msg_id`), a customer message at least once: what may be told early goes by template. */
const order: Readonly<Record<Notice['kind'], readonly NoticeChannel[]>> = {
  received: ['template', 'customer_message'],
  result: ['customer_message', 'template'],
  refunded: ['template', 'customer_message'],
  request: ['customer_message', 'template'],
  message: ['customer_message'],
};

const delayed = (notice: Notice, detail: string): NoticeEvent => ({
  type: 'NoticeDelayed',
  noticeId: notice.id,
  detail,
});

const undeliverable = (notice: Notice, detail: string): NoticeEvent => ({
  type: 'NoticeUndeliverable',
  noticeId: notice.id,
  detail,
});

/** The channels this notice may still go over one day, the best first. */
const channelsFor = ({ templates }: DeliveryDeps, notice: Notice): readonly NoticeChannel[] =>
  order[notice.kind].filter(
    (channel) =>
      !notice.refusedBy.includes(channel) &&
      (channel !== 'template' || templateOf(templates, notice) !== undefined),
  );

/** What a refusal over one channel means for the notice, given the channels that are left beside it. */
const afterRefusal = async (
  deps: DeliveryDeps,
  kase: Case,
  notice: Notice,
  refused: Refused & { readonly channel: NoticeChannel; readonly left: readonly NoticeChannel[] },
): Promise<NoticeEvent> => {
  const { channel, left, reaction } = refused;
  const detail = `${channel}: ${refused.detail}`;
  const { caseNo } = kase;
  if (reaction === 'hold' || reaction === 'configuration') {
    await raiseAlert(deps, { kind: 'notices_held_back', caseNo, channel, detail });
    return delayed(notice, detail);
  }
  if (reaction === 'dead_letter') await raiseAlert(deps, { kind: 'notice_faulty', caseNo, detail });
  const reachable =
    refused.errcode === NOT_FOLLOWING
      ? left.includes('customer_message') && (await hasCredit(deps, kase.customer))
      : left.length > 0;
  return reachable
    ? { type: 'NoticeChannelRefused', noticeId: notice.id, channel, detail }
    : undeliverable(notice, detail);
};

/**
 * Sends one notice of a case over the first channel that works, and says what came of it; the case itself is
 * not written (official-account reference, "Sending" and "Errors and the right reaction").
 * - `NoticeSent`: WeChat has taken it; of a template it says later whether that has arrived (template-result.ts).
 * - `NoticeChannelRefused`: refused for good over this channel; another may do.
 * - `NoticeDelayed`: nothing can be said, the account is held up, or the customer has to write first.
 * - `NoticeUndeliverable`: no way is left.
 */
export const deliverNotice = async (deps: DeliveryDeps, kase: Case, notice: Notice): Promise<NoticeEvent> => {
  const account = deps.officialAccount;
  if (!account) return delayed(notice, 'channel off');
  if (kase.customer.appid !== deps.appid || kase.customer.openid === '')
    return undeliverable(notice, 'the customer is not known to this Official Account');
  const channels = channelsFor(deps, notice);
  const closed: string[] = [];
  for (const channel of channels) {
    const tried = await tryChannel[channel](deps, { account, kase, notice });
    switch (tried.kind) {
      case 'sent': {
        const msgid = channel === 'template' ? tried.messageId : null;
        return { type: 'NoticeSent', noticeId: notice.id, channel, msgid };
      }
      case 'unknown':
        return delayed(notice, `${channel}: ${tried.detail}`);
      case 'closed':
        closed.push(`${channel}: ${tried.detail}`);
        break;
      case 'refused': {
        const left = channels.filter((each) => each !== channel);
        return afterRefusal(deps, kase, notice, { ...tried, channel, left });
      }
    }
  }
  return closed.length > 0
    ? delayed(notice, closed.join('; '))
    : undeliverable(notice, 'every channel has refused it');
};
