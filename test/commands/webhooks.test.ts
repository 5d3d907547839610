import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runWebhooksCommand } from '../../src/commands/webhooks-command.ts';
import { webhooksIn } from '../../src/commands/webhooks-in.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { WorkMemory, shopWork, workDue } from '../../src/usecases/work-due.ts';
import { NOW, aCase } from '../support/case.ts';
import { Cleanup } from '../support/http-app.ts';
import { type Receiver, shopAt, startReceiver } from '../support/shop.ts';
import { type StaffApi, putCase, staffApi } from '../support/staff-api.ts';

const first = 'RF20260302AAAAAA';
const second = 'RF20260303BBBBBB';
const shop = { told: 0, failures: 0, nextAt: NOW };

let cleanup: Cleanup;
let receiver: Receiver;
let api: StaffApi;
let deps: Deps;

const applied = (caseNo: string, openedAt: number, over: object = {}) => {
  const deadlines = { ...aCase().deadlines, reviewBy: openedAt + 3 * DAY_MS };
  const order = { ...aCase().order, outTradeNo: caseNo };
  return putCase(api, { caseNo, draftId: caseNo, openedAt, order, deadlines, shop, ...over });
};
beforeEach(async () => {
  cleanup = new Cleanup();
  receiver = await startReceiver(cleanup);
  api = await staffApi(cleanup);
  deps = { ...api.deps, shop: shopAt(receiver.url) };
  await applied(first, NOW);
  await applied(second, NOW + DAY_MS);
});
afterEach(() => cleanup.run());

const work = async (): Promise<void> => {
  const memory = new WorkMemory();
  while ((await workDue(deps, memory, () => false, shopWork)) > 0);
};
/** What an operator sees of one call. */
const runAt = async (url: string | null, ...args: string[]) => {
  const out: string[] = [];
  const err: string[] = [];
  const print = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const exitCode = await runWebhooksCommand(args, webhooksIn(api.deps, url), print);
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
};
const run = (...args: string[]) => runAt(receiver.url, ...args);
const heard = () => receiver.heard.map(({ id }) => id);

describe('npm run webhooks -- status', () => {
  it('nothing is waiting: says so', async () => {
    await work();
    expect(await run('status')).toEqual({ exitCode: 0, out: 'The shop has heard everything.', err: '' });
  });

  it('the receiver is down: names the cases with what they wait with, since when, and when they are tried next', async () => {
    receiver.answer(() => ({ status: 500 }));
    await work();
    const { out } = await run('status');
    expect(out).toContain('still to hear 2 events of 2 cases');
    expect(out).toContain(
      `${first}\t1 since 2026-03-02T10:00:00.000+08:00\t1 failures\tnext 2026-03-02T10:01`,
    );
    expect(JSON.parse((await run('status', '--json')).out)).toMatchObject({
      events: 2,
      cases: [{ caseNo: first, events: 1, failures: 1 }, { caseNo: second }],
    });
  });

  it('there is no webhook: says so', async () => {
    expect((await runAt(null, 'status')).out).toContain('SHOP_WEBHOOK_URL is not set');
  });
});

describe('npm run webhooks -- replay', () => {
  beforeEach(work);

  it('--case: that case is told again, under the ids of the first time, and no other', async () => {
    const before = heard();
    expect((await run('replay', '--case', first.toLowerCase())).out).toBe(
      '1 events of 1 cases will be told again.',
    );
    await work();
    expect(heard()).toEqual([...before, `${first}-1`]);
  });

  it('--since: every case opened on that day or later', async () => {
    const { out } = await run('replay', '--since', '2026-03-03', '--json');
    expect(JSON.parse(out)).toEqual({ cases: 1, events: 1 });
    await work();
    expect(heard().slice(2)).toEqual([`${second}-1`]);
    await run('replay', '--since', '2026-03-02');
    await work();
    expect(heard().slice(3).sort()).toEqual([`${first}-1`, `${second}-1`]);
  });

  it('--from-line: only what comes after; beyond the end there is nothing to tell', async () => {
    expect(JSON.parse((await run('replay', '--case', first, '--from-line', '2', '--json')).out)).toEqual({
      cases: 1,
      events: 0,
    });
    expect((await api.store.get(cases, first))?.doc.shop?.nextAt).toBeNull();
  });

  it('a case from before there was a webhook: is told now', async () => {
    await applied('RF20260301CCCCCC', NOW - DAY_MS, { shop: null });
    await run('replay', '--case', 'RF20260301CCCCCC');
    await work();
    expect(heard().at(-1)).toBe('RF20260301CCCCCC-1');
  });

  it.each([
    ['no such case', ['replay', '--case', 'RF20260302ZZZZZZ'], 'There is no case'],
    ['neither case nor day', ['replay'], '--case or --since'],
    ['both', ['replay', '--case', first, '--since', '2026-03-02'], '--case or --since'],
    ['no day', ['replay', '--since', '2026-02-30'], '--since takes a day'],
    ['no line', ['replay', '--case', first, '--from-line', '0'], '--from-line'],
    ['an unknown option', ['replay', '--all'], '--all'],
    ['an unknown command', ['resend'], 'no command resend'],
    ['a word too much', ['status', 'now'], 'status takes no now'],
    ['an option of another', ['status', '--case', first], 'status takes no options'],
    ['nothing', [], 'Say what to do'],
  ])('%s: exit code 1 with what is wrong, nothing is told again', async (_what, args, fault) => {
    const { exitCode, err, out } = await run(...args);
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).toContain(fault);
    await work();
    expect(heard()).toHaveLength(2);
  });

  it('there is no webhook: refused, for nobody would hear it', async () => {
    const { exitCode, err } = await runAt(null, 'replay', '--case', first, '--json');
    expect([exitCode, JSON.parse(err)]).toMatchObject([1, { error: { code: 'webhook_off' } }]);
  });
});
