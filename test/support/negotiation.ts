/** Cases as staff have left them: something is asked of the customer, or decided. */
import type { Case } from '../../src/domain/case/state.ts';
import type { StaffCommand } from '../../src/domain/case/commands.ts';
import { NOW, aCase, staff, when } from './case.ts';

const commanded = (kase: Case, command: StaffCommand, now = NOW): Case => {
  const { decided, after } = when(kase, command, staff('小林'), { now });
  if (!decided.ok) throw new Error(decided.code);
  return after;
};

export const offered = (amountFen = 8_800, kase = aCase(), now = NOW): Case =>
  commanded(kase, { type: 'offer', amountFen, note: '内部说明', message: null }, now);

export const offerWithdrawn = (kase: Case, now = NOW): Case =>
  commanded(kase, { type: 'withdraw_offer', note: '算错了', message: '我们重新计算。' }, now);

export const requested = (message = '请提供设备的序列号', kase = aCase(), now = NOW): Case =>
  commanded(kase, { type: 'request_information', message }, now);

export const rejected = (kase = aCase(), now = NOW): Case =>
  commanded(kase, { type: 'reject', clauses: ['3.1'], note: 'n', message: '已使用' }, now);

/** Every notice so far has reached the customer. */
export const told = (kase: Case): Case => ({
  ...kase,
  outbox: kase.outbox.map((notice) => ({
    ...notice,
    state: 'sent',
    channel: 'customer_message',
    nextAt: null,
  })),
});

/** Another case of the same customer's. */
export const another = (caseNo = 'RF20260301ZZZZZZ', description = '写作课程'): Case =>
  aCase({ caseNo, order: { ...aCase().order, outTradeNo: `ORDER-${caseNo}`, description } });
