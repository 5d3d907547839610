import type { TemplateDefinition } from './template-fields.ts';

/** How a server's configuration names a template: its id, and which of its fields shows what. */
export interface TemplateSetting {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface DemoTemplate {
  readonly id: string;
  readonly title: string;
  /** The field's key, its label on the phone, and what the desk is to put there. */
  readonly fields: readonly (readonly [key: string, label: string, shows: string])[];
}

/** By the notice each is for. */
const demo = {
  received: {
    id: 'sbx-received-0kQm5vT2aLx8RzWc1nYfHd7JpGe3Bu',
    title: '退款申请受理通知',
    fields: [
      ['character_string1', '受理编号', 'caseNo'],
      ['thing2', '商品名称', 'order'],
      ['amount3', '订单金额', 'amount'],
      ['time4', '答复期限', 'replyBy'],
    ],
  },
  result: {
    id: 'sbx-result-4tVb9sKe6XwJ2hPzQ7mCyLr1NaUo5Fi',
    title: '退款审核结果通知',
    fields: [
      ['character_string1', '受理编号', 'caseNo'],
      ['thing2', '审核结果', 'outcome'],
      ['amount3', '金额', 'amount'],
      ['thing4', '备注', 'remark'],
    ],
  },
  refunded: {
    id: 'sbx-refunded-7dGy3uSn8MqE5kWb0vRfTj2AzHc6Xo',
    title: '退款到账通知',
    fields: [
      ['character_string1', '受理编号', 'caseNo'],
      ['amount2', '退款金额', 'amount'],
      ['thing3', '退回账户', 'account'],
      ['time4', '到账时间', 'refundedAt'],
    ],
  },
  request: {
    id: 'sbx-request-9pLm3vKd6RtY1wXb8nQcGs4JhEz7Uao',
    title: '退款申请待办提醒',
    fields: [
      ['character_string1', '受理编号', 'caseNo'],
      ['thing2', '当前事项', 'outcome'],
      ['time3', '答复期限', 'replyBy'],
      ['thing4', '备注', 'remark'],
    ],
  },
} as const satisfies Readonly<Record<string, DemoTemplate>>;

/** What the sandbox's account has approved unless it is told otherwise. */
export const demoTemplates: readonly TemplateDefinition[] = Object.values(demo).map(
  ({ id, title, fields }) => ({
    id,
    title,
    fields: fields.map(([key, label]) => ({ key, label })),
  }),
);

const setting = ({ id, fields }: DemoTemplate): TemplateSetting => ({
  id,
  fields: Object.fromEntries(fields.map(([key, , shows]) => [key, shows])),
});

/** The same as a server is to be configured with them. */
export const demoTemplateSettings = {
  received: setting(demo.received),
  result: setting(demo.result),
  refunded: setting(demo.refunded),
  request: setting(demo.request),
};
