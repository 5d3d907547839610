/** What each refusal means, and what to do about it; by the server's code. */
export const errors = {
  zh: {
    'error.unreachable': '连不上服务器：什么也没有改变。请确认 npm start 还在运行，再试一次。',
    'error.starting': '服务器正在启动，请过几秒再试。',
    'error.store_unavailable': '数据库现在连不上或者写不进去，请稍后再试。',
    'error.unauthorized': '登录已失效，请刷新页面。',
    'error.forbidden': '这个角色不能这样做。请在上方换一个身份，例如主管。',
    'error.second_person_required': '第一次批准是你自己做的；第二次须由另一个人。请在上方换一个身份。',
    'error.version_conflict':
      '你打开之后，这份申请已被处理过，你的决定没有生效。已为你更新，请看现在的状态再决定。',
    'error.illegal_transition': '这份申请已被处理过，你的决定没有生效。已为你更新，请看现在的状态。',
    'error.unverified_order': '还没有证实这笔订单属于该客户，核实之后才能付款。',
    'error.refund_window_closed': '付款已超过 365 天，微信支付不能原路退回，请另行结清。',
    'error.busy': '别人正在处理这份申请，什么也没有改变。请再试一次。',
    'error.amount_exceeds_refundable': '超过了还能退的金额。请看“可退”一栏，再试一次。',
    'error.partial_needs_offer': '少退须先与客户谈妥方案；这里只能全额退。',
    'error.unknown_clause': '请至少选一条 3.1 至 3.5 的条款。',
    'error.case_not_found': '没有这份申请，请在列表里重新选择。',
    'error.not_subscribed': '这位客户已取消关注，先点“重新关注”。',
    'error.too_large': '内容太大，请换一张小一些的图片。',
    'error.clock_elsewhere': '这个时钟不归沙盒管，不能在这里快进。',
    'error.unknown_phone': '没有这部手机了，请刷新页面。',
    'error.unknown': '没有成功（{code}）。请再试一次；若仍不行，看服务器的日志。',
  },
  en: {
    'error.unreachable':
      'The server cannot be reached; nothing changed. See that npm start still runs, then try again.',
    'error.starting': 'The server is starting; try again in a few seconds.',
    'error.store_unavailable': 'The database cannot be reached or written; try again later.',
    'error.unauthorized': 'The token is no longer valid; reload the page.',
    'error.forbidden': 'This role may not do that. Become someone else above, such as the supervisor.',
    'error.second_person_required':
      'You made the first approval; the second is for another person. Become someone else above.',
    'error.version_conflict':
      'This case was decided after you opened it; your decision did not count. It has been read again: look before you decide.',
    'error.illegal_transition':
      'This case has already been decided; your decision did not count. It has been read again: see where it stands.',
    'error.unverified_order': 'Whose order it is has not been proven; that comes before any payment.',
    'error.refund_window_closed':
      'Paid more than 365 days ago: WeChat Pay cannot refund it; settle it another way.',
    'error.busy': 'Someone else is changing this case; nothing was done. Try again.',
    'error.amount_exceeds_refundable': 'More than can still be refunded; see “Refundable” and try again.',
    'error.partial_needs_offer':
      'Less than the whole needs an offer the customer accepts; here only the whole is paid.',
    'error.unknown_clause': 'Choose at least one of the clauses 3.1 to 3.5.',
    'error.case_not_found': 'There is no such case; choose one from the list.',
    'error.not_subscribed': 'This customer has unfollowed; use “Follow again” first.',
    'error.too_large': 'Too large; choose a smaller picture.',
    'error.clock_elsewhere': 'This clock is not the sandbox’s to move.',
    'error.unknown_phone': 'There is no such phone any more; reload the page.',
    'error.unknown': 'That did not work ({code}). Try again; if it still fails, see the server’s log.',
  },
};
