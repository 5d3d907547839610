import type { ConsoleTexts } from './texts.ts';

export const actionsZh: ConsoleTexts['actions'] = {
  title: '处理',
  none: '现在没有需要你处理的。',
  waitingForOther: '这笔是你批准的，须由另一位同事复核。',
  label: (command, amount) =>
    ({
      approve: `同意退款 ${amount}`,
      second_approve: `复核通过 ${amount}`,
      second_decline: '复核不通过',
      reject: '不予退款',
    })[command],
  explain: (command, fourEyes) =>
    ({
      approve: fourEyes
        ? '金额超过双人复核限额：另一位同事复核后才会打款。'
        : '确认后立即原路退回客户，不能撤销。',
      second_approve: '确认后立即原路退回客户，不能撤销。',
      second_decline: '案件退回审核，不会打款。',
      reject: '客户会收到所选条款、你写的话和申诉办法。',
    })[command],
  confirm: (command, amount) =>
    ({
      approve: `确认同意退款 ${amount}`,
      second_approve: `确认复核通过 ${amount}`,
      second_decline: '确认退回审核',
      reject: '确认不予退款',
    })[command],
  note: '内部备注',
  noteHint: '只有同事能看到',
  message: '给客户的话',
  messageOptional: '给客户的话（可不填）',
  messageHint: '会发给客户，最多 500 字',
  clauses: '依据的条款（至少一条）',
  done: {
    approve: '已同意退款。',
    second_approve: '已复核通过，正在打款。',
    second_decline: '已退回审核。',
    reject: '已答复客户不予退款。',
  },
  notDone: '没有执行',
  refusals: {
    forbidden: '你的角色不能做这一步，请找有权限的同事。',
    second_person_required: '这笔是你批准的，须由另一位同事复核。',
    version_conflict: '你打开之后案件有了变化。请看下面的最新情况，再决定一次。',
    illegal_transition: '案件已不在可以这样处理的状态，可能同事刚处理过。请看下面的最新情况。',
    unverified_order: '还没有核实订单属于这位客户，先核实再批准。',
    amount_exceeds_refundable: '超过了订单现在的可退金额，可能另有退款占用。请看下面的最新金额。',
    partial_needs_offer: '可退金额变了。少于可退金额的退款须先与客户协商。请看下面的最新金额。',
    refund_window_closed: '付款已超过 365 天，微信支付不再受理，须以其他方式退款。',
    unknown_clause: '请至少选一条依据的条款。',
    busy: '别人正在改动这个案件，请稍等几秒再确认一次。',
    note_missing: '请写内部备注，让同事知道为什么。',
    message_missing: '请写给客户的话，客户会收到它。',
    too_long: '写得太长了：备注最多 1000 字，给客户的话最多 500 字。',
    invalid: '表单不完整，请重新填写。',
  },
};
