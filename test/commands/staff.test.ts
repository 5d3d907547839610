import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountsIn } from '../../src/commands/staff-accounts-in.ts';
import { runStaffCommand } from '../../src/commands/staff-command.ts';
import type { Store } from '../../src/store/store.ts';
import { audit } from '../../src/usecases/documents/audit.ts';
import { staffAccounts } from '../../src/usecases/documents/staff.ts';
import { authenticateToken } from '../../src/usecases/staff-accounts.ts';
import { Cleanup, temporaryStore } from '../support/http-app.ts';

let cleanup: Cleanup;
let store: Store;

beforeEach(async () => {
  cleanup = new Cleanup();
  store = await temporaryStore(cleanup, [staffAccounts, audit]);
});
afterEach(() => cleanup.run());

/** What an operator sees of one call. */
const run = async (...args: string[]) => {
  const out: string[] = [];
  const err: string[] = [];
  const print = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const exitCode = await runStaffCommand(args, accountsIn(store), print);
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
};
const json = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await run(...args, '--json')).out) as Record<string, unknown>;

describe('with --json', () => {
  it('add, then token: {name, role, password} and {name, token}, which lets its holder in', async () => {
    expect(await json('add', '王小明', '--role', 'supervisor')).toEqual({
      name: '王小明',
      role: 'supervisor',
      password: expect.stringMatching(/^[\w-]{20}$/),
    });
    const { name, token } = await json('token', '王小明');
    expect(name).toBe('王小明');
    expect(await authenticateToken({ store }, String(token))).toEqual({
      name: '王小明',
      role: 'supervisor',
      wechat: null,
      pastWechats: [],
    });
  });

  it('disable: the token ends', async () => {
    await json('add', 'Li', '--role', 'agent');
    const { token } = await json('token', 'Li');
    expect(await json('disable', 'li')).toEqual({ name: 'Li', disabled: true });
    expect(await authenticateToken({ store }, String(token))).toBeNull();
  });

  it('wechat-code, then unbind: {name, code, expiresAt} and {name, wechat}; nothing of the code is left', async () => {
    await json('add', 'Li', '--role', 'agent');
    expect(await json('wechat-code', 'li')).toEqual({
      name: 'Li',
      code: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/),
      expiresAt: expect.stringMatching(/\+08:00$/),
    });
    expect((await store.get(staffAccounts, 'li'))?.doc.wechatCode).not.toBeNull();
    expect(await json('unbind', 'li')).toEqual({ name: 'Li', wechat: false });
    expect((await store.get(staffAccounts, 'li'))?.doc.wechatCode).toBeNull();
  });

  it('wechat-code of one who is shut out, of nobody; unbind of nobody: refused', async () => {
    await json('add', 'Li', '--role', 'agent');
    await json('disable', 'Li');
    expect((await run('wechat-code', 'Li')).err).toContain('disabled');
    for (const verb of ['wechat-code', 'unbind'])
      expect(await run(verb, 'Nobody')).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining('no member of staff called Nobody'),
      });
  });

  it('list: everyone, without secrets', async () => {
    await json('add', 'Li', '--role', 'agent');
    await json('add', 'An', '--role', 'auditor');
    await json('token', 'Li');
    expect(await json('list')).toEqual([
      {
        name: 'An',
        role: 'auditor',
        disabled: false,
        hasToken: false,
        createdAt: expect.stringMatching(/\+08:00$/),
      },
      { name: 'Li', role: 'agent', disabled: false, hasToken: true, createdAt: expect.any(String) },
    ]);
  });

  it('a fault: {error} on the error output, nothing on the other', async () => {
    const { exitCode, out, err } = await run('token', 'nobody', '--json');
    expect([exitCode, out]).toEqual([1, '']);
    expect(JSON.parse(err)).toEqual({
      error: { code: 'unknown_name', message: expect.stringContaining('nobody') },
    });
  });
});

describe('without --json', () => {
  it('add, token, list: lines for people', async () => {
    const added = await run('add', 'Li', '--role', 'agent');
    expect([added.exitCode, added.err]).toEqual([0, '']);
    expect(added.out).toMatch(/^Added Li \(agent\)\.\nPassword: [\w-]{20}\n/);
    expect((await run('token', 'Li')).out).toMatch(/^Token of Li: [\w-]{43}\n/);
    expect((await run('list')).out).toMatch(/^Li\tagent\tactive\ttoken\t/);
    expect((await run('disable', 'Li')).out).toBe('Li is disabled.');
    expect((await run('list')).out).toMatch(/^Li\tagent\tdisabled\tno token\t/);
  });

  it('list of nobody: says so', async () => {
    expect(await run('list')).toEqual({ exitCode: 0, out: 'No staff yet.', err: '' });
  });
});

it('every change of an account, and every one refused, is in the audit log as from the command line; secrets are not', async () => {
  const { password } = await json('add', '王小明', '--role', 'agent');
  const { token } = await json('token', '王小明');
  const { code } = await json('wechat-code', '王小明');
  await run('unbind', '王小明');
  await run('reset-totp', '王小明');
  await run('disable', '王小明');
  await run('wechat-code', '王小明');
  await run('unbind', 'Nobody');
  await run('list');
  await run('promote', '王小明');
  const { items } = await store.scan(audit, 'log', { facet: '', limit: 100 });
  const entries = items.map(({ doc }) => doc);
  expect(entries.map(({ action, detail, outcome }) => [action, detail, outcome])).toEqual([
    ['add_staff', '王小明 (agent)', 'ok'],
    ['issue_token', '王小明', 'ok'],
    ['issue_wechat_code', '王小明', 'ok'],
    ['unbind_wechat', '王小明', 'ok'],
    ['reset_second_factor', '王小明', 'ok'],
    ['disable_staff', '王小明', 'ok'],
    ['issue_wechat_code', '王小明', 'disabled'],
    ['unbind_wechat', 'Nobody', 'unknown_name'],
  ]);
  for (const entry of entries) expect(entry).toMatchObject({ staff: null, address: 'command line' });
  for (const secret of [password, token, code]) expect(JSON.stringify(entries)).not.toContain(secret);
});

describe('a call that is wrong: exit code 1, what is wrong, nothing changed', () => {
  beforeEach(async () => {
    await run('add', 'Li', '--role', 'agent');
  });
  afterEach(async () => {
    expect(await json('list')).toEqual([
      expect.objectContaining({ name: 'Li', role: 'agent', hasToken: false }),
    ]);
  });

  it.each([
    [['add', 'Wu', '--role', 'boss'], 'no role boss; roles are agent, supervisor, finance, admin, auditor'],
    [['add', 'Li', '--role', 'admin'], 'Li is taken'],
    [['add', '<b>', '--role', 'admin'], 'cannot be a name'],
    [['token', 'Wu'], 'no member of staff called Wu'],
    [['disable', 'Wu'], 'no member of staff called Wu'],
  ])('%j: %s', async (args, said) => {
    const { exitCode, out, err } = await run(...args);
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).toContain(said);
    expect(err).not.toContain('Usage:');
  });

  it.each([
    [[], 'Say what to do'],
    [['promote', 'Li'], 'no command promote'],
    [['add'], 'add needs a NAME'],
    [['add', 'Wu'], 'add needs --role'],
    [['add', 'Wu', '--role'], '--role'],
    [['add', 'Ana', 'Maria', '--role', 'agent'], 'quotes'],
    [['token'], 'token needs a NAME'],
    [['token', 'Li', '--role', 'admin'], 'takes no --role'],
    [['list', 'Li'], 'list takes no NAME'],
    [['list', '--all'], '--all'],
  ])('%j: %s, and how it is used', async (args, said) => {
    const { exitCode, out, err } = await run(...args);
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).toContain(said);
    expect(err).toContain('Usage:');
  });
});
