import type { Language } from '../../../domain/reason.ts';

export interface CaseFileTexts {
  readonly title: string;
  readonly made: string;
  readonly status: string;
  readonly order: string;
  readonly paid: string;
  readonly refunded: string;
  readonly customer: string;
  readonly reason: string;
  readonly assessment: string;
  readonly decisions: string;
  readonly clauses: string;
  readonly offer: string;
  readonly appeal: string;
  readonly timeline: string;
  readonly transcript: string;
  readonly noTranscript: string;
  readonly evidence: string;
  readonly noEvidence: string;
  readonly pictureMissing: string;
  readonly policy: string;
  readonly mediation: string;
  readonly desk: string;
  readonly customerSays: string;
  readonly picture: string;
}

export const caseFileTexts: Readonly<Record<Language, CaseFileTexts>> = {
  zh: {
    title: '退款案件材料',
    made: '制作时间',
    status: '状态',
    order: '订单',
    paid: '实付',
    refunded: '已退',
    customer: '客户',
    reason: '退款原因',
    assessment: '按政策的评估',
    decisions: '决定',
    clauses: '依据条款',
    offer: '协商方案',
    appeal: '申诉',
    timeline: '经过',
    transcript: '对话记录',
    noTranscript: '没有对话记录。',
    evidence: '客户提供的图片',
    noEvidence: '客户没有提供图片。',
    pictureMissing: '这张图片未能取得。',
    policy: '适用的退款政策',
    mediation: '第三方调解：12315 消费者投诉举报热线（政策 8.3）。',
    desk: '客服',
    customerSays: '客户',
    picture: '图片',
  },
  en: {
    title: 'Refund case file',
    made: 'Made on',
    status: 'Status',
    order: 'Order',
    paid: 'Paid',
    refunded: 'Refunded',
    customer: 'Customer',
    reason: 'Reason',
    assessment: 'Assessment under the policy',
    decisions: 'Decisions',
    clauses: 'Clauses',
    offer: 'Offer',
    appeal: 'Appeal',
    timeline: 'What happened',
    transcript: 'Conversation',
    noTranscript: 'There is no conversation on record.',
    evidence: 'Pictures from the customer',
    noEvidence: 'The customer sent no pictures.',
    pictureMissing: 'This picture could not be had.',
    policy: 'The refund policy that applies',
    mediation: 'Mediation by a third party: the 12315 consumer hotline (policy 8.3).',
    desk: 'Customer service',
    customerSays: 'Customer',
    picture: 'Picture',
  },
};
