import { describe, expect, it } from '@jest/globals';
import { system } from '../../../src/domain/case/actor.ts';
import type { CustomerCommand, StaffCommand } from '../../../src/domain/case/commands.ts';
import { evolveAll } from '../../../src/domain/case/evolve.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { DAY_MS } from '../../../src/domain/time.ts';
import { renderCaseFile } from '../../../src/transport/staff/case-file/case-file.ts';
import { openCaseFile } from '../../../src/usecases/case-file.ts';
import { messages } from '../../../src/usecases/documents/messages.ts';
import { readTranscriptBetween } from '../../../src/usecases/read-transcript.ts';
import { NOW, aCase, limits, staff } from '../../support/case.ts';
import { asks, does } from '../../support/case-states.ts';
import { publishedPolicy } from '../../support/policy.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';

useStaffApi();

const caseNo = 'RF20260302ABCDEF';
const NOTE = '内部备注';

const supervisor = staff('周主管', 'supervisor');
const offer = (amountFen: number, message: string): StaffCommand => ({
  type: 'offer',
  amountFen,
  note: NOTE,
  message,
});
const decide = (outcome: 'offer' | 'uphold', message: string): StaffCommand => ({
  type: 'decide_appeal',
  outcome,
  amountFen: outcome === 'offer' ? 5_000 : null,
  clauses: [],
  note: NOTE,
  message,
});

/** Offered, withdrawn, offered again, accepted, not approved; refused, appealed, offered a third time, upheld. */
const disputed = (): Case => {
  let now = NOW;
  const at = () => {
    now += 60_000;
    return { now, limits: { ...limits, fourEyesAboveFen: 6_000 } };
  };
  const { facts } = aCase().assessment;
  const used = { ...facts, paidFeaturesUsed: true, quotaUsed: 40 };
  let kase = aCase({ assessment: { ...aCase().assessment, facts: used } });
  const by = (command: StaffCommand, who = staff('小林')): void => {
    kase = does(kase, command, who, at());
  };
  const customer = (command: CustomerCommand): void => {
    kase = asks(kase, command, at()).after;
  };
  by(offer(11_880, '按已用额度折算。'));
  by({ type: 'withdraw_offer', note: NOTE, message: '金额有误，稍后重发。' });
  by(offer(9_900, '重新计算的方案。'));
  customer({ type: 'accept_offer', offerId: 'offer-2' });
  by({ type: 'second_decline', note: NOTE }, staff('吴财务', 'finance'));
  by({ type: 'reject', clauses: ['3.1'], note: NOTE, message: '已使用付费功能。' });
  customer({ type: 'appeal', text: `只是试用。${'细节'.repeat(120)}完。`, evidence: [] });
  by(decide('offer', '愿意再协商一次。'), staff('郑管理', 'admin'));
  customer({ type: 'decline_offer', offerId: 'offer-3' });
  by(decide('uphold', '经复核，维持原决定。'), supervisor);
  return kase;
};

const write = (kase: Case, id: string, at: number, said: { text: string; reply?: string; ours?: boolean }) =>
  api.store.insert(messages, id, {
    ...kase.customer,
    at,
    direction: said.ours === true ? 'out' : 'in',
    type: said.ours === true ? 'customer_message' : 'text',
    text: said.text,
    reply: said.reply === undefined ? null : { type: 'text', text: said.reply },
    picture: null,
    nextActionAt: null,
  });

const file = async (language = 'zh'): Promise<string> => {
  const answer = await api.call(`/api/staff/cases/${caseNo}/file`, {
    token,
    headers: { 'Accept-Language': language },
  });
  expect(answer.status).toBe(200);
  return answer.text;
};
const put = async (): Promise<Case> => {
  const kase = await putCase(api, disputed());
  await putOrderOf(api, kase, { payerTotalFen: 18_000 });
  api.clock.set(NOW + 10 * DAY_MS);
  return kase;
};
/** The part of the page under a heading, as it is read. */
const part = (page: string, id: string): string =>
  (new RegExp(`<section id="${id}">([^]*?)</section>`).exec(page)?.[1] ?? '').replace(/<[^>]*>/g, ' ');

describe('the file of a case for mediation', () => {
  it('holds every offer with its calculation and words, every decision on it, and every answer to the appeal', async () => {
    const kase = await put();
    expect(kase).toMatchObject({ status: 'closed', offers: [{}, {}, {}], appeals: [{ outcome: 'uphold' }] });
    const decisions = part(await file(), 'decisions');
    const inOrder = [
      '提出方案：退 ¥118.80',
      '已使用 40/100 －¥79.20',
      '按已用额度折算。',
      '方案已撤回',
      '金额有误，稍后重发。',
      '提出方案：退 ¥99.00',
      '协商调整 －¥19.80',
      '重新计算的方案。',
      '客户接受方案 ¥99.00，等待第二人复核',
      '复核未通过',
      '不予退款，依据 3.1',
      '已使用付费功能，',
      '已使用付费功能。',
      '客户对不予退款的决定提出申诉。',
      '细节完。',
      '申诉结果：提出协商方案',
      '愿意再协商一次。',
      '提出方案：退 ¥50.00',
      '客户没有接受方案',
      '申诉结果：维持原决定',
      '经复核，维持原决定。',
      '维持不予退款，依据 3.1',
    ];
    const places = inOrder.map((words) => decisions.indexOf(words));
    expect(inOrder.filter((_words, i) => places[i] === -1)).toEqual([]);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(decisions.split('愿意再协商一次。')).toHaveLength(2);
  });

  it('names the clauses with their texts, what coupons paid, and none of what colleagues noted', async () => {
    await put();
    const page = await file();
    expect(part(page, 'decisions')).toMatch(/3\.1\s+已使用付费功能，或已消耗所购额度的/);
    expect(page).toContain('自付 ¥180.00，优惠抵扣 ¥18.00');
    expect(page).not.toContain(NOTE);
    const english = await file('en');
    expect(english).toContain('¥180.00 paid, ¥18.00 by coupons');
    expect(part(english, 'decisions')).toContain('The customer appealed against the refusal.');
    expect(part(english, 'decisions')).toContain('Second approval declined');
  });

  it('holds the conversation from a month before the application up to now, after the end of the case too', async () => {
    const kase = await put();
    await write(kase, 'm-1', NOW - 31 * DAY_MS, { text: '很久以前的另一件事' });
    await write(kase, 'm-2', NOW - 6 * DAY_MS, { text: '退款', reply: '请选择订单' });
    await write(kase, 'm-3', NOW + 9 * DAY_MS, { text: '我要投诉，一直没有人理我', reply: '已转给工作人员' });
    await write(kase, 'm-4', NOW + 9 * DAY_MS + 1, { text: '您好，主管会给您回电', ours: true });
    const talk = part(await file(), 'transcript');
    for (const words of ['请选择订单', '我要投诉，一直没有人理我', '已转给工作人员', '您好，主管会给您回电'])
      expect(talk).toContain(words);
    expect(talk).not.toContain('很久以前的另一件事');
    expect(talk).toContain('收录 2026-01-31 10:00 至 2026-03-12 10:00');
  });

  it('says what reached the customer and what did not, and not which way it was tried', async () => {
    const msgid = '3000000000000000001';
    const about = { noticeId: 'received-1', msgid } as const;
    const kase = evolveAll(
      disputed(),
      [
        { type: 'NoticeSent', noticeId: 'received-1', channel: 'template', msgid },
        { type: 'NoticeNotArrived', ...about, detail: 'failed:user block' },
        { type: 'NoticeSent', noticeId: 'received-1', channel: 'template', msgid: '7' },
        { type: 'NoticeArrived', ...about, msgid: '7' },
      ],
      NOW,
      system,
    );
    await putOrderOf(api, await putCase(api, kase));
    const page = await file();
    expect(page).toContain('受理通知（received-1）未能通过模板消息送达');
    expect(page).toContain('受理通知（received-1）已送达');
    expect(page).not.toContain('已通过模板消息发送');
  });

  it('whose conversation is too long for it, says up to when it goes', async () => {
    const kase = await put();
    for (let n = 0; n < 51; n += 1)
      await write(kase, `m-${String(n)}`, NOW + n * DAY_MS, { text: `第 ${String(n)} 句` });
    const all = { from: NOW, to: NOW + 60 * DAY_MS };
    const whole = await readTranscriptBetween(api, kase.customer, all);
    expect([whole.lines.length, whole.isCut]).toEqual([51, false]);
    const transcript = await readTranscriptBetween(api, kase.customer, { ...all, maxPages: 1 });
    expect([transcript.lines.length, transcript.isCut]).toEqual([50, true]);
    const opened = await openCaseFile(api.deps, { staff: supervisor, address: null }, caseNo, 'zh');
    if (!opened.ok) throw new Error(opened.code);
    const page = renderCaseFile({ ...opened.value, transcript }, 'zh', api.clock.now());
    expect(part(page, 'transcript')).toContain('只收录 2026-01-31 10:00 至 2026-04-20 10:00 的消息');
  });

  it('holds the policy that the case was opened under, in full, and not the one of today', async () => {
    const policy = publishedPolicy();
    const first = policy.sections[0]?.title.zh ?? '';
    const older = {
      ...policy,
      version: '2025-01',
      sections: policy.sections.map((section) => ({
        ...section,
        title: { ...section.title, zh: `${section.title.zh}（旧）` },
        clauses: section.clauses.map(({ id, text }) => ({ id, text: { ...text, zh: `旧条款 ${id}` } })),
      })),
    };
    const policies = new Map([policy, older].map((each) => [each.version, each]));
    Object.assign(api.deps, { policies });
    const kase = await putCase(api, { ...disputed(), policyVersion: '2025-01' });
    await putOrderOf(api, kase);
    const page = await file();
    expect(part(page, 'policy')).toContain(`${first}（旧）`);
    for (const { id } of older.sections.flatMap(({ clauses }) => clauses))
      expect(part(page, 'policy')).toContain(`旧条款 ${id}`);
    expect(part(page, 'decisions')).toContain('旧条款 3.1');
    expect(page).not.toContain('已使用付费功能，或已消耗所购额度的');
  });

  it('of a case just opened says that nothing has been decided', async () => {
    await putOrderOf(api, await putCase(api));
    const page = await file();
    expect(part(page, 'decisions')).toContain('目前还没有作出决定。');
    expect(part(page, 'transcript')).toContain('这段时间没有对话记录。');
  });

  it('writes what customers and staff wrote as text, never as markup', async () => {
    await putCase(api, { reason: { category: 'other', text: '<script>alert(1)</script>' } });
    expect(await file()).toContain('&lt;script&gt;alert(1)');
  });
});
