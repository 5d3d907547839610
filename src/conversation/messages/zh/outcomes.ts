import { contactLine } from './contact.ts';
import type { OutcomeTexts } from '../texts.ts';
import { promisedDay } from './format.ts';

export const outcomes: OutcomeTexts = {
  opened: (caseNo, reviewBy, provisional, verified) =>
    [
      '申请已提交，谢谢您的耐心填写。',
      `申请编号：${caseNo}`,
      `我们${promisedDay(reviewBy, provisional)}答复您。`,
      ...(verified ? [] : ['这笔订单还未核对到您的账号，工作人员会先核实，必要时与您联系。']),
      '接下来由我们审核，有结果会在这里通知您；回复 进度 可随时查看。',
    ].join('\n'),
  alreadyOpen: (caseNo) =>
    caseNo === null
      ? '这笔订单已有一份尚未结束的申请，请勿重复提交。回复 进度 可查看最新情况。'
      : `这笔订单已有一份尚未结束的申请，编号 ${caseNo}，请勿重复提交。回复 进度 可查看最新情况。`,
  foreignOrder: (contact) =>
    `这份申请未能提交：这笔订单是由另一个微信账号付款的，请用付款的微信账号来申请。如有疑问，请联系${contactLine(contact)}。`,
  nothingRefundable: (contact) =>
    `这份申请未能提交：这笔订单已经没有可退的金额。如有疑问，请联系${contactLine(contact)}。`,
};
