import { DESCRIPTION_MAX_CHARS, EVIDENCE_MAX } from '../../../domain/reason.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { Case } from '../../../domain/case/state.ts';
import type { AmountFault } from '../../amount.ts';
import { oneLine } from '../../plain-text.ts';
import type { Ask, AskFlow } from '../../state.ts';
import type { AskTexts } from '../ask-texts.ts';
import { mediationLine } from './contact.ts';
import { latestDay, orderWords, promisedDay } from './format.ts';

const names: Readonly<Record<AskFlow, string>> = {
  offer: '答复方案',
  information: '补充资料',
  withdraw: '撤回申请',
  appeal: '申诉',
};

const order = (kase: Case): string => `订单：${orderWords(kase.order, kase.order.paidFen)}`;

const against = (about: string): string => {
  if (about === 'missed_review') return '逾期未答复';
  return about.startsWith('offer-') ? '退款方案' : '不予退款的决定';
};

const pictures = (count: number): string => (count === 0 ? '' : `${String(count)} 张图片`);

const said = ({ said: { text, evidence } }: Ask, maxChars: number): string =>
  [text === null ? '' : `「${oneLine(text, maxChars)}」`, pictures(evidence.length)]
    .filter((part) => part !== '')
    .join('，');

const answerWords = ({ answer }: Ask): string => {
  switch (answer?.kind) {
    case 'accept':
      return '要接受哪一个退款方案？';
    case 'counter':
      return `您希望的金额 ${formatYuan(answer.amountFen)} 是针对哪一个退款方案？`;
    default:
      return '要拒绝哪一个退款方案？';
  }
};

const which = (ask: Ask): string => {
  switch (ask.flow) {
    case 'offer':
      return answerWords(ask);
    case 'information':
      return `刚才的内容（${said(ask, 20)}）是补充给哪一份申请的？`;
    case 'withdraw':
      return '要撤回哪一份申请？';
    case 'appeal':
      return '要对哪一份申请提出申诉？';
  }
};

const confirm: AskTexts['confirm'] = (ask, kase, offer, reply) => {
  const head = [`申请 ${kase.caseNo}`, order(kase)];
  switch (ask.flow) {
    case 'offer':
      return [
        '您的答复针对的是这个方案吗？',
        ...head,
        ...(offer === null
          ? []
          : [`可退金额：${formatYuan(offer.amountFen)}，${latestDay(offer.lapsesAt)}答复`]),
        `要${ask.answer?.kind === 'accept' ? '接受' : '答复'}请回复 确认，先不答复请回复 取消。`,
      ].join('\n');
    case 'information':
      return [
        '要把这些内容补充到申请里吗？',
        ...head,
        `内容：${said(ask, 100)}`,
        '需要请回复 确认，也可以继续发送；不需要请回复 取消。',
      ].join('\n');
    case 'withdraw':
      return [
        '请确认要撤回这份申请：',
        ...head,
        '撤回后我们不再处理，不能恢复；之后仍可重新申请。',
        '确定撤回请回复 确认，不撤回请回复 取消。',
      ].join('\n');
    case 'appeal':
      return [
        '请核对您的申诉：',
        ...head,
        `针对：${against(ask.chosen?.about ?? '')}`,
        `理由：${said(ask, 100)}`,
        ...(ask.chosen?.about?.startsWith('offer-') === true ? ['提交后，目前的退款方案不再有效。'] : []),
        `无误请回复 确认，由未参与原决定的主管审查，${promisedDay(reply.at, reply.provisional)}答复；要改理由请回复 返回。`,
      ].join('\n');
  }
};

const faults: Readonly<Record<AmountFault, string>> = {
  zero: '金额要大于 0。',
  negative: '金额不能是负数。',
  decimals: '金额最多保留两位小数。',
  too_much: '这个金额太大了。',
  malformed: '没有看懂这个金额。',
};

export const asks: AskTexts = {
  caseLabel: (flow, kase, about, offer) => {
    const { description, outTradeNo, paidFen } = kase.order;
    const name = oneLine(description === '' ? outTradeNo : description, 10);
    const amount = paidFen === null ? '' : ` ${formatYuan(paidFen)}`;
    const more = {
      offer: offer === null ? '' : `，方案 ${formatYuan(offer.amountFen)}`,
      information: kase.information === null ? '' : `，${oneLine(kase.information.message, 12)}`,
      withdraw: '',
      appeal: about === null ? '' : `，${against(about)}`,
    };
    return `${kase.caseNo} ${name}${amount}${more[flow]}`;
  },
  whichCase: (ask, labels) =>
    [
      which(ask),
      ...labels.map((label, position) => `${String(position + 1)}. ${label}`),
      '请回复编号，或回复 取消。',
    ].join('\n'),
  askReason: (kase, about, count) =>
    [
      `申诉：申请 ${kase.caseNo}，针对${against(about)}`,
      order(kase),
      `请说明申诉理由，1–${String(DESCRIPTION_MAX_CHARS)} 字，一条消息发完即可；有图片请先发送。`,
      ...(count === 0 ? [] : [`已收到 ${pictures(count)}。`]),
    ].join('\n'),
  confirm,
  retryCase: '没有找到对应的申请，请回复列表里的编号。',
  retryConfirm: '请回复 确认 或 取消。',
  retryReason: (chars) =>
    chars > DESCRIPTION_MAX_CHARS
      ? `理由最多 ${String(DESCRIPTION_MAX_CHARS)} 字，刚才这条有 ${String(chars)} 字，请精简后再发一次。`
      : '请用文字说明申诉的理由。',
  informationTooLong: '内容太长了，请先回复 确认 提交前面的部分，再发送其余内容。',
  pictureNotNow: '这一步用不到图片。',
  pictureKept: (count) => `已收到第 ${String(count)} 张图片（最多 ${String(EVIDENCE_MAX)} 张）。`,
  changed: '情况有更新，请重新确认。',
  gone: '这份申请的情况已有变化，刚才的操作没有进行。回复 进度 可查看最新情况。',
  firstStep: '这已经是第一步了，不想继续可以回复 取消。',
  cancelled: (flow) => `好的，已取消${names[flow]}，没有做任何更改。`,
  stale: (flow) => `之前的${names[flow]}没有完成，放置超过 24 小时已取消，没有做任何更改。`,
  help: ({ flow, step }) =>
    [
      `您正在${names[flow]}。`,
      {
        case: '现在可以：回复申请前面的编号，例如 1。',
        reason: `现在可以：用 1–${String(DESCRIPTION_MAX_CHARS)} 字说明理由，图片请先发送。`,
        confirm: '现在可以：回复 确认。',
      }[step],
      '随时可以回复：返回（上一步）、取消（不再继续）、重来（从头开始）、人工（联系客服）。',
    ].join('\n'),
  none: (flow, { parameters }) =>
    ({
      offer: '目前没有等您答复的退款方案。',
      information: '目前没有等您补充资料的申请。',
      withdraw: '目前没有可以撤回的申请：已在退款或已经结束的申请不能撤回。',
      appeal: `目前没有可以申诉的事项。收到不予退款的决定后 ${String(parameters.appealDays)} 天内、收到退款方案时，或我们逾期未答复时，都可以申诉。`,
    })[flow],
  noAppeal: (why, { contact }) => {
    const { caseNo, deadlines } = why.kase;
    switch (why.kind) {
      case 'in_progress':
        return `申请 ${caseNo} 的申诉正在由主管审查，${promisedDay(deadlines.reviewBy, deadlines.provisional)}答复您，不需要重复提交。`;
      case 'appealed_before':
        return `申请 ${caseNo} 已经申诉过，同一事项只能申诉一次。${mediationLine(contact)}`;
      case 'too_late':
        return `申请 ${caseNo} 的申诉期限（${latestDay(why.appealBy)}）已过，不能再申诉了。${mediationLine(contact)}`;
    }
  },
  amountFault: (fault) =>
    `${faults[fault]}您的答复没有提交。请回复您希望的金额（元，如 88.00），或回复 接受、拒绝。`,
  offerWaits: '您有退款方案等待答复：回复 接受、拒绝，或您希望的金额（元，如 88.00）。',
};
