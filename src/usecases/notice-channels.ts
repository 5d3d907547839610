import { noticeFields, noticeText } from '../conversation/notices.ts';
import { templateData } from '../conversation/template-data.ts';
import type { Notice, NoticeChannel } from '../domain/case/notice.ts';
import type { Case } from '../domain/case/state.ts';
import type { OfficialAccount } from '../gateways/official-account/types.ts';
import { type Tried, addOutgoing, sendCustomerMessage } from './customer-message.ts';
import type { Deps, TemplateSettings } from './deps.ts';

export type ChannelDeps = Pick<Deps, 'store' | 'clock' | 'policy' | 'policies' | 'publicUrl' | 'templates'>;

/** One notice on its way to its customer. */
export interface Delivery {
  readonly account: OfficialAccount;
  readonly kase: Case;
  readonly notice: Notice;
}

export type TryChannel = (deps: ChannelDeps, delivery: Delivery) => Promise<Tried>;

/** The template that a notice goes out as; undefined: none. */
export const templateOf = (templates: Deps['templates'], { kind }: Notice): TemplateSettings | undefined =>
  kind === 'message' ? undefined : templates[kind];

/** The same notice over the same channel is one line of the transcript, however often it is sent. */
const lineId = ({ kase, notice }: Delivery, channel: NoticeChannel): string =>
  `notice:${kase.caseNo}:${notice.id}:${channel}`;

const overCustomerMessage: TryChannel = async (deps, delivery) => {
  const { account, kase, notice } = delivery;
  const policy = deps.policies.get(kase.policyVersion) ?? deps.policy;
  const outgoing = {
    customer: kase.customer,
    text: noticeText(kase, notice, { policy, publicUrl: deps.publicUrl }),
    lineId: lineId(delivery, 'customer_message'),
  };
  return sendCustomerMessage(deps, account, outgoing, kase.caseNo);
};

/** At most 32 of `[A-Za-z0-9_-]`: a case number has 16, a notice's id about ten. */
const clientMsgId = ({ kase, notice }: Delivery): string => `${kase.caseNo}-${notice.id}`;

const overTemplate: TryChannel = async (deps, delivery) => {
  const { account, kase, notice } = delivery;
  const settings = templateOf(deps.templates, notice);
  if (!settings) return { kind: 'closed', detail: 'no template is configured' };
  const data = templateData(settings, noticeFields(kase, notice), noticeFields(kase, notice, 'zh'));
  if (!data) return { kind: 'closed', detail: 'the template has a field that this case cannot fill' };
  const sent = await account.sendTemplate({
    openid: kase.customer.openid,
    templateId: settings.id,
    url: null,
    data,
    clientMsgId: clientMsgId(delivery),
  });
  if (sent.kind === 'sent') {
    const text = Object.values(data).map(({ value }) => value);
    const outgoing = {
      customer: kase.customer,
      text: text.join('\n'),
      lineId: lineId(delivery, 'template'),
    };
    await addOutgoing(deps, outgoing, 'template');
  }
  return sent;
};

export const tryChannel: Readonly<Record<NoticeChannel, TryChannel>> = {
  customer_message: overCustomerMessage,
  template: overTemplate,
};
