import { DESCRIPTION_MAX_CHARS, EVIDENCE_MAX } from '../../../domain/reason.ts';
import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';
import type { StepId } from '../../state.ts';
import type { FormTexts } from '../texts.ts';
import { reasons } from './labels.ts';
import { orderWords, pastDay, promisedDay } from './format.ts';

const list = (lines: readonly string[]): string =>
  lines.map((line, position) => `${String(position + 1)}. ${line}`).join('\n');

const orderLabel: FormTexts['orderLabel'] = (order, now) =>
  `${oneLine(order.description, 16)} ${formatYuan(order.amountFen)} ${pastDay(order.paidAt, now)}`;

const orderNote = (order: { openCaseNo: string | null; refundableFen: number }): string => {
  if (order.openCaseNo !== null) return '（已有申请）';
  return order.refundableFen <= 0 ? '（已全额退款）' : '';
};

const otherOrder = '其他订单';

const headings: Readonly<Record<StepId, string>> = {
  order: '【1/5 选择订单】',
  order_number: '【1/5 订单号码】',
  reason: '【2/5 退款原因】',
  description: '【3/5 情况说明】',
  evidence: '【4/5 图片凭证】',
  summary: '【5/5 核对并提交】',
};

const howToAnswer: Readonly<Record<StepId, string>> = {
  order: '回复订单前面的编号，例如 1',
  order_number: '回复「交易单号」或「商户单号」',
  reason: '回复原因前面的编号，例如 1',
  description: `用 1–${String(DESCRIPTION_MAX_CHARS)} 字说明情况`,
  evidence: '发送图片；回复 跳过 或 完成 进入下一步',
  summary: '回复 确认 提交；回复 改1、改2、改3、改4 修改',
};

const examples: Readonly<Record<StepId, string>> = {
  order: '例如：想选第一笔订单，就回复数字 1',
  order_number: '例如：4200001234202611201234567890',
  reason: '例如：属于第一项原因，就回复数字 1',
  description: '例如：购买后一直无法登录，重装后仍然不行，还没有使用过。',
  evidence: '例如：点右下角「+」→「照片」发送截图；没有图片就回复 跳过',
  summary: '例如：内容无误回复 确认；想改说明回复 改3',
};

const retries: Readonly<Record<StepId, string>> = {
  order: '没有找到对应的订单，请回复列表里的编号。',
  order_number: '这不像是一个订单号码。号码由 6–32 位数字或字母组成，请再核对一下。',
  reason: '没有找到对应的选项，请回复列表里的编号。',
  description: '请用文字简单说明一下情况。',
  evidence: '这一步请发送图片；没有图片就回复 跳过，发完了回复 完成。',
  summary: '请核对以下内容：无误回复 确认，要修改请回复 改1、改2、改3 或 改4。',
};

export const form: FormTexts = {
  orderLabel,
  otherOrder,
  askOrder: (orders, now) =>
    [
      headings.order,
      '请问要为哪一笔订单申请退款？',
      list([...orders.map((order) => `${orderLabel(order, now)}${orderNote(order)}`), otherOrder]),
      '请回复编号。',
    ].join('\n'),
  orderTaken: (caseNo) =>
    `这笔订单已有一份尚未结束的申请，编号 ${caseNo}，请勿重复提交。回复 进度 可查看最新情况。`,
  orderFullyRefunded: '这笔订单已经全额退款，没有可再退的金额了。如有疑问，请回复 人工。',
  orderGone: '订单列表有更新，请重新选择。',
  noOrders: '暂时没有查到您在本公众号下的订单。',
  askOrderNumber: [
    headings.order_number,
    '请回复这笔付款的「交易单号」或「商户单号」。',
    '在哪里找：微信 → 我 → 服务 → 钱包 → 账单，点开这笔付款即可看到，长按可以复制。',
  ].join('\n'),
  orderForeign:
    '这笔订单是由另一个微信账号付款的，为保护付款人的权益，不能在这里申请。请用付款的微信账号来申请；如有疑问，请回复 人工。',
  orderUnverified: (number) =>
    `暂时无法核对订单 ${oneLine(number, 32)}，我们先为您登记，由工作人员核实后再处理。您可以继续填写。`,
  reasons,
  askReason: (labels) => [headings.reason, '请选择退款原因：', list(labels), '请回复编号。'].join('\n'),
  askDescription: [
    headings.description,
    `请说明一下具体情况，1–${String(DESCRIPTION_MAX_CHARS)} 字，一条消息发完即可。`,
  ].join('\n'),
  askEvidence: (kept) =>
    [
      headings.evidence,
      kept === 0
        ? `请发送相关截图或照片，最多 ${String(EVIDENCE_MAX)} 张。`
        : `已有 ${String(kept)} 张图片，最多 ${String(EVIDENCE_MAX)} 张，可以继续发送；回复 清空 重新选图。`,
      '发完回复 完成；没有图片回复 跳过。',
    ].join('\n'),
  evidenceReceived: (count) =>
    `已收到第 ${String(count)} 张图片（最多 ${String(EVIDENCE_MAX)} 张）。可以继续发送，发完回复 完成。`,
  evidenceFull: `图片已满 ${String(EVIDENCE_MAX)} 张。`,
  evidenceCleared: '之前的图片已清空。',
  askSummary: ({ order, category, text, evidence }, now, reply) =>
    [
      headings.summary,
      `1. 订单：${order === null ? '—' : orderWords(order, order.amountFen)}${order?.matched === false ? '（待核实）' : ''}`,
      `2. 原因：${category === null ? '—' : reasons[category]}`,
      `3. 说明：${oneLine(text ?? '—', 60)}`,
      `4. 图片：${evidence.length === 0 ? '无' : `${String(evidence.length)} 张`}`,
      '',
      `内容无误请回复 确认，我们${promisedDay(reply.at, reply.provisional)}答复您。`,
      '要修改请回复 改1、改2、改3 或 改4。',
    ].join('\n'),
  retry: (step, chars) =>
    step === 'description' && chars > DESCRIPTION_MAX_CHARS
      ? `说明最多 ${String(DESCRIPTION_MAX_CHARS)} 字，刚才这条有 ${String(chars)} 字，请精简后再发一次。`
      : retries[step],
  wordNotNow: '现在这一步还用不到这个指令。',
  example: (step) => examples[step],
  offerAgent: '如果不方便填写，回复 人工，由客服为您办理。',
  tapOfEarlierQuestion: '您点的是之前问题的选项，现在请回答这一步：',
  pictureNotNow: (step, kept) => {
    if (step !== 'summary') return '图片会在后面的「图片凭证」一步收取，届时请再发一次。';
    return kept >= EVIDENCE_MAX
      ? `图片最多 ${String(EVIDENCE_MAX)} 张，这一张没有加入申请。要换图请回复 改4。`
      : '这张图片还没有加入申请。要补充图片，请先回复 改4，再发送。';
  },
  askResume: '您有一份还没提交的退款申请：\n1. 继续\n2. 重新开始\n请回复编号。',
  resumeContinue: '继续',
  resumeRestart: '重新开始',
  resumeRetry: '请回复 1 或 2。',
  restarted: '好的，我们重新开始。',
  cancelled: '好的，这份申请已取消，填写的内容不会保留。需要时随时回复 退款。',
  firstStep: '已经是第一步了。不想继续可以回复 取消。',
  stale: (why) =>
    why === 'age'
      ? '您之前那份申请放置超过 7 天，已经失效，请重新填写，抱歉给您添麻烦了。'
      : '申请表有更新，您之前填写的内容无法沿用，请重新填写，抱歉给您添麻烦了。',
  help: (step) =>
    [
      headings[step],
      `现在可以：${howToAnswer[step]}。`,
      '随时可以回复：',
      '返回（上一步）、取消（放弃申请）、重来（从头填写）',
      '进度、政策、人工（联系客服）',
    ].join('\n'),
};
