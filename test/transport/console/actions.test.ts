import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import type { Status } from '../../../src/domain/case/status.ts';
import { type Browser, formOf } from '../../support/console.ts';
import {
  caseNo,
  enter,
  member as agent,
  page,
  server,
  stored,
  useConsole,
} from '../../support/console-bench.ts';
import { aCase } from '../../support/case.ts';
import { inState } from '../../support/case-states.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';

const note = '见案件';

const put = async (status: Status, over: Partial<Case> = {}): Promise<void> =>
  putOrderOf(server, await putCase(server, { ...inState[status], ...over }));

type Fields = Record<string, string | string[]>;

/** Fills in the form and sends it; the case as it then stands. */
const does = async (browser: Browser, action: string, fields: Fields = {}) => {
  const answer = await browser.fill(page, `${page}/${action}`, { note, ...fields });
  expect([answer.status, answer.to]).toEqual([303, `${page}?done=${action.replaceAll('-', '_')}`]);
  const { html } = await browser.get(answer.to ?? '');
  expect(html).toContain('data-testid="done"');
  return { html, kase: await stored() };
};
/** The form is refused with these words, both at the top and in the form; nothing changes. */
const refused = async (browser: Browser, action: string, fields: Fields, status: number, words: string) => {
  const before = await stored();
  const form = formOf((await browser.get(page)).html, `${page}/${action}`);
  const answer = await browser.post(`${page}/${action}`, { ...form, note, ...fields });
  expect([answer.status, answer.html.split(words).length - 1]).toEqual([status, 2]);
  expect(await stored()).toEqual(before);
  return answer.html;
};

useConsole();

describe('a case in review', () => {
  const facts = {
    ...aCase().assessment.facts,
    paidFeaturesUsed: true,
    quotaUsed: 40,
  };
  beforeEach(() =>
    put('in_review', { assessment: { ...aCase().assessment, outcome: 'none', clauses: ['3.1'], facts } }),
  );

  it('an offer: the amount by actual usage stands there with its calculation; it is made as typed', async () => {
    const { html } = await agent.get(page);
    expect(html).toContain(
      'name="amount" required inputmode="decimal" autocomplete="off" maxlength="40" value="118.80"',
    );
    expect(html).toContain('已使用 40/100 －¥79.20');
    const { kase, html: after } = await does(agent, 'offer', { amount: '88.00', message: '按用量折算' });
    expect(kase).toMatchObject({
      status: 'offered',
      offers: [{ amountFen: 8_800, message: '按用量折算', note }],
    });
    expect(after).toMatch(/data-testid="standing-offer"[^]*¥88\.00[^]*等待客户答复[^]*－¥30\.80/);
  });

  it.each([
    ['', '请填写金额'],
    ['八十八', '看不懂这个金额'],
    ['88.005', '最多两位小数'],
    ['-5', '不能是负数'],
    ['0', '须大于 0'],
    ['99999999999', '金额太大了'],
    ['198.01', '超过了订单现在的可退金额'],
  ])('an offer of "%s": %s, and what was typed is still there', async (amount, words) => {
    const html = await refused(agent, 'offer', { amount, message: '写了很久', note: '内部' }, 422, words);
    expect(html).toContain(`value="${amount}"`);
    expect(html).toContain('>写了很久</textarea>');
    expect(html).toMatch(/<details class="action calm" name="action" open>\s*<summary data-testid="offer">/);
  });

  it('facts: only what was chosen is recorded, and the case is assessed anew', async () => {
    const { kase } = await does(agent, 'record-facts', { claimConfirmed: '2.1' });
    expect(kase?.recorded).toMatchObject({ claimConfirmed: '2.1', usage: null, promotional: null });
    expect(kase?.assessment).toMatchObject({ outcome: 'full', clauses: ['2.1'] });
    const back = await does(agent, 'record-facts', { claimConfirmed: 'forget', promotional: 'no' });
    expect(back.kase?.recorded).toMatchObject({ claimConfirmed: null, promotional: false });
  });

  it('usage: with its quota, or without one', async () => {
    const usage = { usage: 'yes', quotaUsed: '3', quotaTotal: '30' };
    expect((await does(agent, 'record-facts', usage)).kase?.recorded.usage).toEqual({
      paidFeaturesUsed: true,
      quotaUsed: 3,
      quotaTotal: 30,
    });
    expect((await does(agent, 'record-facts', { usage: 'no' })).kase?.recorded.usage).toEqual({
      paidFeaturesUsed: false,
      quotaUsed: 0,
      quotaTotal: 0,
    });
  });

  it.each([
    [{}, '没有选择要记录的事实'],
    [{ quotaUsed: '3', quotaTotal: '30' }, '还须选择是否用过付费功能'],
    [{ usage: 'yes', quotaUsed: '3' }, '须都填写'],
    [{ usage: 'yes', quotaUsed: '三', quotaTotal: '30' }, '须都填写'],
    [{ promotional: 'yes', note: '' }, '请写内部备注'],
  ])('facts %j: %s', async (fields, words) => {
    const html = await refused(agent, 'record-facts', fields, 422, words);
    expect(html).toMatch(/<details class="others" open>/);
    for (const [name, value] of Object.entries(fields))
      if (name.startsWith('quota')) expect(html).toContain(`maxlength="9" value="${value}"`);
  });

  it('information is asked for: what and until when stand on the page', async () => {
    const { kase, html } = await does(agent, 'request-information', { message: '请发付款截图' });
    expect(kase).toMatchObject({ status: 'awaiting_customer', information: { message: '请发付款截图' } });
    expect(html).toMatch(
      /data-testid="standing-information"[^]*客户最晚 2026年3月16日周一 补充[^]*请发付款截图[^]*暂停计算/,
    );
    expect(html).toContain('补充资料还有 14 天');
  });

  it('a message to the customer: goes out, and the case stays as it is', async () => {
    const { kase } = await does(agent, 'reply', { text: '正在核实，\r\n请稍候。' });
    expect(kase?.status).toBe('in_review');
    expect(kase?.timeline.at(-1)?.event).toMatchObject({ text: '正在核实，\n请稍候。' });
    await refused(agent, 'reply', { text: ' ' }, 422, '请写给客户的话');
    await refused(agent, 'reply', { text: '\u200b' }, 422, '请写下要让客户读到的内容');
    const emoji = '😀'.repeat(500);
    for (const text of [emoji, '字'.repeat(683)])
      expect(await refused(agent, 'reply', { text }, 422, '一条消息放不下')).toContain(text);
  });

  it('claimed: says by whom; a colleague is told so and has no decision to make; released: anybody’s again', async () => {
    expect((await agent.get(page)).html).toContain('<b data-testid="assignee">无人认领</b>');
    const { html } = await does(agent, 'claim');
    expect(html).toContain('<b data-testid="assignee">小王</b>');
    const colleague = await enter('小李', 'agent');
    const theirs = (await colleague.get(page)).html;
    expect(theirs).toContain('案件由 小王 认领');
    expect(theirs).not.toContain(`${page}/approve"`);
    const forced = await colleague.post(`${page}/approve`, {
      ...formOf(theirs, '/staff/logout'),
      version: '1',
      key: 'a'.repeat(32),
      amountFen: '19800',
      note,
    });
    expect([forced.status, forced.html]).toEqual([409, expect.stringContaining('案件已由同事认领')]);
    expect((await does(agent, 'release')).kase?.assignee).toBeNull();
  });

  it('the file of the case: handed out to be saved, and in the audit log', async () => {
    expect((await agent.get(page)).html).toContain(`href="${page}/file"`);
    const file = await agent.get(`${page}/file`);
    expect([file.status, file.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="${caseNo}.html"`,
    ]);
    expect(file.html).toContain('退款案件材料');
    expect(await server.audited()).toContainEqual(
      expect.objectContaining({ staff: '小王', action: 'read_file', caseNo, outcome: 'ok' }),
    );
    expect((await agent.get('/staff/cases/RF20260302ZZZZZZ/file')).status).toBe(404);
  });
});

describe('an offer', () => {
  it('is withdrawn, with words for the customer', async () => {
    await put('offered');
    const { kase } = await does(agent, 'withdraw-offer', { message: '金额有误，稍后重发' });
    expect(kase).toMatchObject({ status: 'in_review', offers: [{ state: 'withdrawn' }] });
  });

  it('countered: what the customer asks for stands there', async () => {
    const [made] = inState.offered.offers;
    if (!made) throw new Error('no offer');
    await put('in_review', { offers: [{ ...made, state: 'countered', counterFen: 15_000 }] });
    expect((await agent.get(page)).html).toContain('客户希望退 ¥150.00');
  });

  it('after as many as are allowed: there is no form for another', async () => {
    const [made] = inState.offered.offers;
    if (!made) throw new Error('no offer');
    await put('in_review', {
      offers: Array.from({ length: 5 }, () => ({ ...made, state: 'declined' as const })),
    });
    const { html } = await agent.get(page);
    expect(html).not.toContain(`${page}/offer"`);
    expect(html).toContain(`${page}/approve"`);
  });
});

describe('an appeal', () => {
  beforeEach(() => put('appealed'));

  it('says against what, in the customer’s words, by when, and who may not decide it', async () => {
    const { html } = await agent.get(page);
    const [, card = ''] = /data-testid="standing-appeal">([^]*?)<\/section>/.exec(html) ?? [];
    for (const words of ['针对不予退款的决定', '不同意', '裁决', '不能是：小林'])
      expect(card).toContain(words);
    expect(html).not.toContain(`${page}/decide-appeal"`);
  });

  it('allowed: refunded', async () => {
    const { kase } = await does(await enter('周主管', 'supervisor'), 'decide-appeal', {
      message: '支持您的申诉',
    });
    expect(kase).toMatchObject({ status: 'refunding', appeals: [{ outcome: 'refund', by: '周主管' }] });
  });

  it('a new offer: of the amount that was typed', async () => {
    const fields = { outcome: 'offer', amount: '50', message: '新的方案' };
    const { kase } = await does(await enter('周主管', 'supervisor'), 'decide-appeal', fields);
    expect(kase).toMatchObject({ status: 'offered', offers: [{ amountFen: 5_000 }] });
  });

  it('upheld: on the clauses chosen; on others than may be given it is refused', async () => {
    const supervisor = await enter('周主管', 'supervisor');
    const fields = { outcome: 'uphold', message: '维持', clauses: ['3.1', '3.3'] };
    await refused(supervisor, 'decide-appeal', { ...fields, clauses: ['9.9'] }, 422, '请至少选一条');
    const { kase } = await does(supervisor, 'decide-appeal', fields);
    expect(kase).toMatchObject({
      status: 'closed',
      appeals: [{ outcome: 'uphold', clauses: ['3.1', '3.3'] }],
    });
  });

  it('who decided before has no form for it, and is told why', async () => {
    const { html } = await (await enter('小林', 'supervisor')).get(page);
    expect(html).toContain('申诉须由其他主管裁决');
    expect(html).not.toContain(`${page}/decide-appeal"`);
  });
});

describe('what else can be done', () => {
  it('a payout that ended badly: paid another way needs proof, and WeChat Pay’s word', async () => {
    await put('refunding');
    const finance = await enter('财务', 'finance');
    await refused(finance, 'settle-outside', { proof: '' }, 422, '请写付款凭证');
    const html = await refused(
      finance,
      'settle-outside',
      { proof: '流水 123' },
      409,
      '暂时查不到微信支付的结果',
    );
    expect(html).toContain('>流水 123</textarea>');
  });

  it('settled: by whom and with what proof', async () => {
    await put('settled_outside');
    const { html } = await agent.get(page);
    expect(html).toMatch(/data-testid="standing-settlement"[^]*付款凭证：p[^]*财务 · /);
  });

  it('an order nobody knows: verifying it is refused in words', async () => {
    await putCase(server, { verified: false });
    await refused(agent, 'verify', {}, 409, '本店记录和微信支付都没有这个单号');
  });

  it('a missed deadline stands there as missed', async () => {
    await put('in_review', { missed: { review: true, refund: false, toldAt: null } });
    expect((await agent.get(page)).html).toMatch(/最晚答复<\/dt><dd>[^<]*<em class="missed">已错过/);
  });

  it('an action done twice by one form: done once', async () => {
    await put('in_review');
    const form = { ...formOf((await agent.get(page)).html, `${page}/offer`), note, amount: '50' };
    for (let n = 0; n < 2; n += 1)
      expect((await agent.post(`${page}/offer`, form)).to).toBe(`${page}?done=offer`);
    expect((await stored())?.offers).toHaveLength(1);
  });
});
