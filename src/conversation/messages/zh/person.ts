import type { PersonTexts, PromisedAnswer } from '../texts.ts';
import { promisedDay } from './format.ts';

const date = ({ kind, respondBy, provisional, businessDays }: PromisedAnswer): string => {
  const by = promisedDay(respondBy, provisional);
  switch (kind) {
    case 'first':
      return `已为您转接人工客服。我们会在 ${String(businessDays)} 个工作日内回复您，${by}。`;
    case 'again':
      return `您之前的人工服务请求还在处理中，我们${by}回复您，不需要重复申请。`;
    case 'more':
      return `您的消息已转给客服。如需答复，我们${by}回复您。`;
  }
};

export const person: PersonTexts = {
  promise: (promised) =>
    [
      date(promised),
      promised.duringForm
        ? '您正在办理的事项已为您保留，可以接着回复。'
        : '想咨询的内容可以直接发在这里，客服会看到。',
      '客服接入后，自助服务会暂停；需要恢复时，请回复 返回。',
      '按微信规则，您超过 48 小时没有发消息，我们就无法主动联系您。到时如果还没有收到回复，请在这里发任意一条消息，回复就会送达。',
    ].join('\n'),
  reply: (text) => `${text}\n（客服）`,
  back: '已恢复自助服务。',
  talking: '客服正在为您服务，自助服务已暂停。需要恢复，请在输入框回复 返回。',
};
