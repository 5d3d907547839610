import type { IncidentTexts, PayoutTexts } from './finance-texts.ts';

export const payoutsZh: PayoutTexts = {
  title: '打款',
  switchTitle: '打款开关',
  running: '正常打款',
  runningText: '已同意的退款会自动提交给微信支付。',
  stopped: '全部打款已停止',
  stoppedBy: (by, at) => `${by} 于 ${at} 停止`,
  stoppedAsWrong: (at) =>
    `${at} 自动停止：10 分钟内有 3 个案件的退款请求被微信支付判为参数错误。请查明原因后再恢复。`,
  stoppedText: '恢复前不会向微信支付提交任何退款；案件可以照常审核，已同意的退款会等待恢复。',
  forms: {
    stop: {
      label: '停止全部打款',
      explain: '停止后不再向微信支付提交退款；已经提交的无法撤回，仍会退给客户。',
      confirm: '确认停止全部打款',
    },
    release: {
      label: '恢复打款',
      explain: '等待中的退款会在一分钟内自动继续，每日上限仍然有效。',
      confirm: '确认恢复打款',
    },
  },
  today: '今日打款和每日上限',
  sent: '今日已打款',
  counted: (amount, refunds) => `${amount}，共 ${String(refunds)} 笔`,
  countedHint: '按北京时间的自然日计算；退款提交给微信支付即计入，无论结果如何。',
  cap: '每日上限',
  noCap: '不设上限',
  amount: '每日上限（元）',
  amountHint: '例：50000.00。超出上限的退款等到次日；单笔就超过上限的，要等上限提高。',
  setCap: '设置上限',
  removeCap: '取消上限',
  done: {
    stop: '已停止全部打款。',
    release: '已恢复打款。',
    cap: '已设置每日上限。',
    uncap: '已取消每日上限。',
  },
};

export const incidentsZh: IncidentTexts = {
  title: '异常事件',
  states: { open: '待处理', resolved: '已处理' },
  empty: { open: '没有待处理的事件。', resolved: '没有已处理的事件。' },
  opened: (at) => `发生于 ${at}`,
  again: (times, lastAt) => `共 ${String(times)} 次，最近一次 ${lastAt}`,
  resolved: (by, at) => `${by} 于 ${at} 处理`,
  note: '处理说明',
  noteHint: '核对了什么、做了什么；只有同事能看到，最多 1000 字',
  resolve: '标记为已处理',
  done: '已标记为已处理。',
  typed: '你写的说明',
  refusals: {
    forbidden: '你的角色不能做这一步，请找有权限的同事。',
    incident_not_found: '没有这个事件。',
    already_resolved: '这个事件已经处理过了，处理说明见“已处理”。',
    busy: '别人正在改动这个事件，请稍等几秒再提交一次。',
    note_missing: '请写处理说明，让同事知道核对了什么、做了什么。',
    note_too_long: '写得太长了：处理说明最多 1000 字。',
  },
};
