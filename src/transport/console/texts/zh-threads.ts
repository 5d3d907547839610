import type { ThreadTexts } from './texts.ts';

export const threadsZh: ThreadTexts = {
  title: '人工请求',
  states: { open: '等待回复', answered: '已回复', closed: '已结束' },
  empty: '这里没有人工请求。',
  asked: (at) => `请求时间 ${at}`,
  answerBy: (at) => `最晚 ${at} 回复`,
  deliveries: {
    pending: '上一条回复正在发送',
    sent: '上一条回复已发送',
    undeliverable: '上一条回复无法送达，请改用其他方式联系',
    superseded: '上一条回复已不需要发送',
    waiting_for_customer: '上一条回复待客户再发消息后送达',
  },
  reply: '回复客户',
  send: '发送',
  close: '结束请求',
  done: { reply: '回复已交付发送。', close: '请求已结束。' },
  refusals: {
    thread_not_found: '没有这个人工请求。',
    thread_closed: '这个请求已经结束；客户再次回复“人工”会开启新的请求。',
    forbidden: '你的角色不能做这一步，请找有权限的同事。',
    text_empty: '请写下要让客户读到的内容。',
    text_too_long: '写得太长了：一条消息最多 500 字，表情较多时更少，请分几条发送。',
  },
};
