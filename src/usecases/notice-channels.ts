import { noticeFields, noticeText } from '../conversation/notices.ts';
import { templateData } from '../conversation/template-data.ts';
import type { Notice, NoticeChannel } from '../domain/case/notice.ts';
import type { Case } from '../domain/case/state.ts';
import type { OfficialAccount, Sent } from '../gateways/official-account/types.ts';
import type { Deps, TemplateSettings } from './deps.ts';
import { type Message, messages } from './documents/messages.ts';
import { returnCredit, shutWindow, takeCredit } from './message-credit.ts';

export type ChannelDeps = Pick<Deps, 'store' | 'clock' | 'policy' | 'policies' | 'publicUrl' | 'templates'>;

/** One notice on its way to its customer. */
export interface Delivery {
  readonly account: OfficialAccount;
  readonly kase: Case;
  readonly notice: Notice;
}

/** `closed`: this way is shut now, and a message of the customer may open it again. */
export type Tried = Sent | { readonly kind: 'closed'; readonly detail: string };
export type TryChannel = (deps: ChannelDeps, delivery: Delivery) => Promise<Tried>;

/** The template that a notice goes out as; undefined: none. */
export const templateOf = (templates: Deps['templates'], { kind }: Notice): TemplateSettings | undefined =>
  kind === 'message' ? undefined : templates[kind];

/** Outside 48 hours; too many since the customer's last message. */
const windowErrors: readonly number[] = [45015, 45047];

/** The same notice over the same channel is one line of the transcript, however often it is sent. */
const addToTranscript = async (
  { store, clock }: ChannelDeps,
  { kase, notice }: Delivery,
  channel: NoticeChannel,
  text: string,
): Promise<void> => {
  const line: Message = {
    ...kase.customer,
    at: clock.now(),
    direction: 'out',
    type: channel,
    text,
    reply: null,
    picture: null,
    nextActionAt: null,
  };
  await store.insert(messages, `notice:${kase.caseNo}:${notice.id}:${channel}`, line);
};

const overCustomerMessage: TryChannel = async (deps, delivery) => {
  const { account, kase, notice } = delivery;
  const credit = await takeCredit(deps, kase.customer, kase.caseNo);
  if (!credit) return { kind: 'closed', detail: 'the customer has to write first' };
  const policy = deps.policies.get(kase.policyVersion) ?? deps.policy;
  const text = noticeText(kase, notice, { policy, publicUrl: deps.publicUrl });
  const sent = await account.sendText(kase.customer.openid, text);
  if (sent.kind === 'sent') await addToTranscript(deps, delivery, 'customer_message', text);
  if (sent.kind !== 'refused') return sent;
  if (windowErrors.includes(sent.errcode)) {
    await shutWindow(deps, credit);
    return { kind: 'closed', detail: sent.detail };
  }
  await returnCredit(deps, credit);
  return sent;
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
    await addToTranscript(deps, delivery, 'template', text.join('\n'));
  }
  return sent;
};

export const tryChannel: Readonly<Record<NoticeChannel, TryChannel>> = {
  customer_message: overCustomerMessage,
  template: overTemplate,
};
