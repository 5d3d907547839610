import { z } from 'zod';
import type { ErrorTexts } from '../../http/error-texts.ts';
import type { RefusalCode } from '../refusals.ts';

const refusals: Readonly<Record<RefusalCode, string>> = {
  case_not_found: '没有这个编号的案件，请核对案件号后再试一次。',
  forbidden: '你的角色不能做这一步，请让有相应权限的同事来处理。',
  own_case: '这是你自己的申请，请由其他同事处理。',
  second_person_required: '你参与过之前的决定，这一步须由另一位同事来做。',
  version_conflict: '你读取之后案件有了变化，请重新读取，按最新的内容再决定。',
  illegal_transition: '案件不在可以这样处理的状态，请重新读取，看它现在的状态。',
  unverified_order: '还没有核实这笔订单属于这位客户，付款之前须先核实清楚。',
  refund_window_closed: '付款已超过 365 天，微信支付不再受理退款，须以其他方式结清。',
  busy: '别人正在改动这个案件，这一次什么也没有做。请带着同一个 Idempotency-Key 再试。',
  amount_exceeds_refundable: '超过了现在还能退的金额，请看案件里的 order.refundableFen。',
  partial_needs_offer: '少于可退金额的退款，须先提出方案，客户接受后才能付款。',
  unknown_clause: '不予退款至少要写明一条政策条款，而且只能是 3.1 至 3.5。',
  invalid_cursor: '这个 cursor 不是本列表给出的，请去掉它，从第一页重新开始。',
  evidence_not_found: '这个案件没有这个序号的图片，请核对案件里的图片列表。',
  evidence_pending: '图片正在从微信取回，还没有下载完，请过几分钟再试一次。',
  claimed_by_other: '这个案件已由同事认领，请与他联系，或请主管解除认领。',
  already_verified: '这笔订单已核实属于这位客户，不需要再次核实，请直接处理案件。',
  order_unknown: '我们和微信支付都没有这个单号的订单，请向客户核对正确的单号。',
  order_has_open_case: '这笔订单已有另一个未结束的案件，请在那个案件里处理。',
  nothing_refundable: '这笔订单已经没有可退的金额，请先核对它的退款记录。',
  payout_not_ended: '微信支付没有说这笔退款已经失败，它仍可能到账，请稍后再查。',
  payout_unknown: '暂时无法向微信支付查询这笔退款的结果，请稍后再试一次。',
  offer_rounds_exhausted: '这个案件的协商次数已到上限，请全额批准，或者决定不予退款。',
  nothing_to_record: '请至少写明一项事实：usage、claimConfirmed、promotional 或 terminatedForViolation。',
  thread_not_found: '没有这个编号的人工请求，请核对编号后再试一次。',
  thread_closed: '这个人工请求已经结束；客户再次回复“人工”会开启新的请求。',
  incident_not_found: '没有这个编号的事件，请核对编号后再试一次。',
  already_resolved: '这个事件已经处理过，请重新读取，看处理时的备注。',
  text_empty: '请写下要让客户读到的内容，不能只有空格或换行。',
  text_too_long: '给客户的话太长，一条消息放不下：最多 500 字，表情较多或通知本身较长时更少。请写短一些。',
  evidence_gone: '微信那里已经没有这张图片了，请客户重新发送一次。',
};

const named = z.array(z.object({ path: z.string() })).catch([]);
const actions = z.object({ actions: z.array(z.string()) }).catch({ actions: [] });
const recorded = z.object({ errorId: z.string() }).catch({ errorId: '' });

const unavailable = (): string => '数据库现在连不上或者写不进去，请稍后再试一次。';

/** Whatever else a call can be answered with. */
const others: Readonly<Record<string, (details: unknown) => string>> = {
  unauthenticated: () => '需要有效的令牌：请在请求头里写 Authorization: Bearer <令牌>。',
  invalid_request: (details) => {
    const fields = named.parse(details).map(({ path }) => path);
    return `请求里有不符合接口要求的内容，请改正后再发：${fields.filter((path) => path !== '').join('、')}。`;
  },
  unknown_action: (details) => `没有这个操作，可用的操作有：${actions.parse(details).actions.join('、')}。`,
  malformed_json: () => '请求内容不是一个完整的 JSON 对象，请改正后再发。',
  body_too_large: () => '请求内容太大，超过了接口允许的上限，请缩短后再发。',
  unsupported_media_type: () => '请以 application/json 格式发送请求内容。',
  unsupported_encoding: () => '请求内容须为 UTF-8 编码，可以不压缩，也可以用 gzip 或 deflate。',
  store_unavailable: unavailable,
  store_busy: unavailable,
  store_overloaded: unavailable,
  store_closed: () => '服务器正在停止，请稍后再试一次。',
  newer_schema: () => '数据库已由新版本的程序接管，请联系管理员升级这台服务器。',
  internal_error: (details) =>
    `服务器出错了，已记录为 ${recorded.parse(details).errorId}。请再试一次；再次出现时请报告这个编号。`,
};

/** What the staff API refuses and why, in Chinese; in English it says what is thrown (en.ts, transport/http). */
export const errorsZh: ErrorTexts = new Map([
  ...Object.entries(refusals).map(([code, text]) => [code, () => text] as const),
  ...Object.entries(others),
]);
