import { afterEach, beforeEach } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import type { Role } from '../../src/domain/staff.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { aCase } from './case.ts';
import { type Browser, type ConsoleServer, consoleServer, signedIn } from './console.ts';
import { Cleanup } from './http-app.ts';

/** Anew for each test of a file that calls `useConsole`: a console, and the browser of a member of staff who has signed in. */
export let server: ConsoleServer;
export let member: Browser;

const names: Readonly<Record<Role, string>> = {
  agent: '小王',
  supervisor: '周主管',
  finance: '吴财务',
  admin: '郑管理',
  auditor: '老郑',
};

/** @param role what the member of staff is */
export const useConsole = (role: Role = 'agent'): void => {
  let cleanup: Cleanup;
  beforeEach(async () => {
    cleanup = new Cleanup();
    server = await consoleServer(cleanup);
    member = await enter(names[role], role);
  });
  afterEach(() => cleanup.run());
};

/** The browser of another member of staff. */
export const enter = async (name: string, role: Role): Promise<Browser> =>
  signedIn(server, name, await server.hire(name, role));

/** Of the case that most tests are about, and its page. */
export const { caseNo } = aCase();
export const page = `/staff/cases/${caseNo}`;

export const stored = async (no = caseNo): Promise<Case | undefined> =>
  (await server.store.get(cases, no))?.doc;
