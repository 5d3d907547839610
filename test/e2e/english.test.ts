import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Desk, startDesk } from '../support/desk.ts';
import { act, apply, lastTexts, refundsTo, storedCase } from '../support/story.ts';

const APPLICATION = ['refund', '1', '2', 'Bought the wrong one, never used it.', 'skip', 'confirm'];
const han = /\p{Script=Han}/u;

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

/** What the shop's account has said to the customer, without what others named in Chinese: orders. */
const heard = (name: string): string[] => {
  const phone = desk.phoneOf(name).screen();
  const names = phone.wallet.map(({ title }) => title);
  const shop = phone.messages.filter(({ from }) => from === 'account');
  return shop.map(({ text }) => names.reduce((left, title) => left.replaceAll(title, ''), text));
};

/** The values of the template messages, each as one line. */
const cards = (name: string): string[] =>
  desk
    .phoneOf(name)
    .screen()
    .messages.filter(({ from }) => from === 'template')
    .map(({ fields }) => (fields ?? []).map(({ value }) => value).join(' | '));

describe('the main job in English, end to end', () => {
  it('a customer applies in English, staff approve, and every word of ours until the money is back is English', async () => {
    const caseNo = await apply(desk, '林晓', APPLICATION);
    expect(caseNo).toMatch(/^RF/);
    expect((await storedCase(desk, caseNo)).language).toBe('en');
    expect((await act(desk, '小林', caseNo, 'approve', { amountFen: 19_800, note: 'ok' })).status).toBe(200);
    await desk.settle();
    await desk.advance('5s');

    expect(refundsTo(desk, '林晓')).toMatchObject([{ amountFen: 19_800 }]);
    expect((await storedCase(desk, caseNo)).attempts[0]?.reason).toBe(`Refund ${caseNo}`);
    const said = heard('林晓');
    expect(said.length).toBeGreaterThan(6);
    for (const text of said) expect(text).not.toMatch(han);
    expect(said.join('\n')).toContain('has been approved');
    const [received, refunded] = cards('林晓');
    expect(received).toMatch(/^RF\w+ \| .+ \| ¥198\.00 \| \d{4}-\d\d-\d\d 23:59$/);
    expect(refunded).toMatch(/^RF\w+ \| ¥198\.00 \| WeChat Pay balance \| \d{4}-\d\d-\d\d \d\d:\d\d$/);
    await desk.phoneOf('林晓').say('status');
    await desk.settle();
    expect(lastTexts(desk, '林晓', 1)[0]).toContain('¥198.00 refunded on');
  });

  it('a refusal of a case opened in English is told in English, even where the chat has since gone on in Chinese', async () => {
    const caseNo = await apply(desk, '陈浩', APPLICATION);
    await desk.phoneOf('陈浩').say('进度');
    await act(desk, '小林', caseNo, 'reject', {
      clauses: ['3.1'],
      note: 'n',
      message: 'All points are used.',
    });
    await desk.settle();
    const told = lastTexts(desk, '陈浩', 1)[0] ?? '';
    expect(told).toContain('3.1 A paid feature has been used, or quota has been consumed.');
    expect(told).toContain('All points are used.');
    expect(told).toMatch(/you can appeal by the end of \w{3} \d+ \w{3} \(Beijing time\)/);
    expect(refundsTo(desk, '陈浩')).toEqual([]);
  });
});
