import { formatYuan } from '../../../domain/money.ts';
import type { CaseCommand, CaseCommandRefusal } from '../../types.ts';
import type { AnswerTexts } from '../ask-texts.ts';
import { contactLine, mediationLine } from './contact.ts';
import { latestDay } from './format.ts';

type Contact = Parameters<typeof contactLine>[0];

const tooMuch = (command: CaseCommand): string =>
  command.type === 'answer_offer' &&
  command.answer.kind === 'counter' &&
  command.answer.amountFen !== command.offeredFen
    ? `${formatYuan(command.answer.amountFen)} 超过了这笔订单可退的金额，没有提交。请回复一个较低的金额，或回复 接受（${formatYuan(command.offeredFen)}）、拒绝。`
    : '很抱歉，这笔订单可退的金额已经不足，这个方案无法执行，没有退款。我们会重新审核并通知您；回复 进度 可查看最新情况。';

const belowOffer = (command: CaseCommand): string =>
  command.type === 'answer_offer' && command.answer.kind === 'counter'
    ? `您回复的 ${formatYuan(command.answer.amountFen)} 低于我们的方案 ${formatYuan(command.offeredFen)}，没有提交。要按 ${formatYuan(command.offeredFen)} 退款请回复 接受；希望更多请回复更高的金额。`
    : '您回复的金额低于我们的方案，没有提交。';

const tooLate = (command: CaseCommand, contact: Contact): string =>
  `申诉期限${
    command.type === 'appeal' && command.appealBy !== null ? `（${latestDay(command.appealBy)}）` : ''
  }已过，申诉没有提交。${mediationLine(contact)}`;

const why = (command: CaseCommand, code: CaseCommandRefusal, contact: Contact): string => {
  switch (code) {
    case 'no_open_offer':
      return '这个退款方案已经不在有效期内，可能已到期、已被撤回或已答复过，刚才的答复没有生效。回复 进度 可查看最新情况。';
    case 'below_offer':
      return belowOffer(command);
    case 'amount_exceeds_refundable':
      return tooMuch(command);
    case 'refund_window_closed':
      return `这笔付款已超过一年，微信支付无法再原路退回，方案没有执行。请回复 人工，或联系${contactLine(contact)}，由我们以其他方式处理。`;
    case 'nothing_asked':
      return '这份申请目前不需要补充资料，刚才的内容没有记入申请。如有需要请回复 人工。';
    case 'cannot_withdraw':
      return '这份申请已在退款或已经结束，不能撤回。回复 进度 可查看最新情况。';
    case 'order_has_open_case':
      return '这笔订单已有另一份申请在处理，这份申请没有重新开启，刚才的内容没有记入。回复 进度 可查看最新情况；要补充资料请回复 人工。';
    case 'nothing_to_appeal':
      return '这份申请目前没有可以申诉的事项，申诉没有提交。回复 进度 可查看最新情况。';
    case 'already_appealed':
      return `这一事项已经申诉过，只能申诉一次，刚才的申诉没有提交。${mediationLine(contact)}`;
    case 'appeal_window_closed':
      return tooLate(command, contact);
    case 'case_not_found':
      return '没有找到这份申请。回复 进度 可查看您的申请。';
  }
};

export const answers: AnswerTexts = {
  accepted: ({ caseNo, status }, amountFen) =>
    `好的，您已接受申请 ${caseNo} 的退款方案：${formatYuan(amountFen)}。${
      status === 'awaiting_second_approval' ? '按规定还需另一位同事复核。' : ''
    }`,
  declined: ({ caseNo }) => `好的，您没有接受申请 ${caseNo} 的退款方案，我们会继续为您处理。`,
  countered: ({ caseNo }, amountFen) =>
    `收到，您希望申请 ${caseNo} 退款 ${formatYuan(amountFen)}，我们会认真考虑。之前的方案不再有效。`,
  informed: ({ caseNo }, isReopened) =>
    isReopened
      ? `已收到您补充的资料，谢谢。申请 ${caseNo} 已重新开启。`
      : `已收到您为申请 ${caseNo} 补充的资料，谢谢。如还有，可以继续发送。`,
  withdrawn: ({ caseNo }) => `申请 ${caseNo} 已撤回，我们不再处理。`,
  appealed: ({ caseNo }) => `申请 ${caseNo} 的申诉已提交。`,
  refused: (command, code, { contact }) => `申请 ${command.caseNo}：${why(command, code, contact)}`,
};
