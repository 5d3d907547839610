import type { Language } from '../../../domain/reason.ts';

export interface CaseFileTexts {
  readonly title: string;
  readonly purpose: string;
  readonly made: string;
  readonly beijingTime: string;
  readonly contents: string;
  readonly status: string;
  readonly order: string;
  readonly orderNo: string;
  readonly bought: string;
  readonly applied: string;
  readonly paid: string;
  readonly refunded: string;
  readonly customer: string;
  readonly policyVersion: string;
  readonly application: string;
  readonly assessment: string;
  readonly decisions: string;
  readonly noDecisions: string;
  readonly calculation: string;
  readonly clauses: string;
  readonly toldCustomer: string;
  readonly appealed: Readonly<Record<'rejection' | 'offer' | 'missed', string>>;
  readonly informationRequested: string;
  informationGiven(pictures: number): string;
  readonly replied: string;
  readonly timeline: string;
  readonly transcript: string;
  transcriptSpan(from: string, to: string): string;
  transcriptCut(from: string, to: string): string;
  readonly noTranscript: string;
  /** By the type of a message that is no text; others go by their own word. */
  readonly types: ReadonlyMap<string, string>;
  readonly evidence: string;
  readonly noEvidence: string;
  readonly pictureMissing: string;
  picture(n: number): string;
  readonly policy: string;
  readonly mediation: string;
  readonly actors: Readonly<Record<'customer' | 'system' | 'wechatpay', string>>;
  readonly desk: string;
  readonly customerSays: string;
}

export const caseFileTexts: Readonly<Record<Language, CaseFileTexts>> = {
  zh: {
    title: '退款案件材料',
    purpose: '供第三方调解使用（退款政策 8.3）',
    made: '制作时间',
    beijingTime: '文中时间均为北京时间。',
    contents: '目录',
    status: '目前状态',
    order: '所购商品',
    orderNo: '订单号',
    bought: '付款时间',
    applied: '申请时间',
    paid: '订单金额',
    refunded: '已退金额',
    customer: '客户',
    policyVersion: '适用政策版本',
    application: '客户的申请',
    assessment: '按政策的评估',
    decisions: '决定与往来',
    noDecisions: '目前还没有作出决定。',
    calculation: '计算',
    clauses: '依据条款',
    toldCustomer: '告知客户',
    appealed: {
      rejection: '客户对不予退款的决定提出申诉。',
      offer: '客户对退款方案提出申诉。',
      missed: '客户因逾期未答复提出申诉。',
    },
    informationRequested: '请客户补充资料。',
    informationGiven: (pictures) =>
      pictures === 0 ? '客户补充了资料。' : `客户补充了资料，附图片 ${String(pictures)} 张。`,
    replied: '答复客户。',
    timeline: '完整经过',
    transcript: '对话记录',
    transcriptSpan: (from, to) => `收录 ${from} 至 ${to} 客户在公众号中的全部消息和我们的答复。`,
    transcriptCut: (from, to) => `消息过多：只收录 ${from} 至 ${to} 的消息，此后的没有列入。`,
    noTranscript: '这段时间没有对话记录。',
    types: new Map([
      ['image', '［图片］'],
      ['event', '［菜单或事件］'],
      ['other', '［其他消息］'],
    ]),
    evidence: '客户提供的图片',
    noEvidence: '客户没有提供图片。',
    pictureMissing: '这张图片未能取得。',
    picture: (n) => `图片 ${String(n)}`,
    policy: '适用的退款政策',
    mediation: '第三方调解：12315 消费者投诉举报热线（退款政策 8.3）。',
    actors: { customer: '客户', system: '系统', wechatpay: '微信支付' },
    desk: '客服',
    customerSays: '客户',
  },
  en: {
    title: 'Refund case file',
    purpose: 'For mediation by a third party (refund policy, clause 8.3)',
    made: 'Made on',
    beijingTime: 'All times are Beijing time.',
    contents: 'Contents',
    status: 'Status',
    order: 'Product',
    orderNo: 'Order number',
    bought: 'Paid on',
    applied: 'Applied on',
    paid: 'Order amount',
    refunded: 'Refunded',
    customer: 'Customer',
    policyVersion: 'Policy version',
    application: 'What the customer applied for',
    assessment: 'Assessment under the policy',
    decisions: 'Decisions and answers',
    noDecisions: 'Nothing has been decided yet.',
    calculation: 'Calculation',
    clauses: 'Clauses',
    toldCustomer: 'Told to the customer',
    appealed: {
      rejection: 'The customer appealed against the refusal.',
      offer: 'The customer appealed against the offer.',
      missed: 'The customer appealed because no answer came in time.',
    },
    informationRequested: 'The customer was asked for information.',
    informationGiven: (pictures) =>
      pictures === 0
        ? 'The customer gave information.'
        : `The customer gave information (pictures: ${String(pictures)}).`,
    replied: 'The customer was written to.',
    timeline: 'Everything that happened',
    transcript: 'Conversation',
    transcriptSpan: (from, to) =>
      `Every message of the customer in the Official Account and our answers, from ${from} to ${to}.`,
    transcriptCut: (from, to) =>
      `Too many messages: those from ${from} to ${to} are included, later ones are not.`,
    noTranscript: 'There was no conversation in this time.',
    types: new Map([
      ['image', '[picture]'],
      ['event', '[menu or event]'],
      ['other', '[other message]'],
    ]),
    evidence: 'Pictures from the customer',
    noEvidence: 'The customer sent no pictures.',
    pictureMissing: 'This picture could not be had.',
    picture: (n) => `Picture ${String(n)}`,
    policy: 'The refund policy that applies',
    mediation: 'Mediation by a third party: the 12315 consumer hotline (refund policy, clause 8.3).',
    actors: { customer: 'Customer', system: 'System', wechatpay: 'WeChat Pay' },
    desk: 'Customer service',
    customerSays: 'Customer',
  },
};
