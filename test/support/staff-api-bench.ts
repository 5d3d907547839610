import { afterEach, beforeEach } from '@jest/globals';
import { Cleanup } from './http-app.ts';
import { type StaffApi, hire, staffApi } from './staff-api.ts';

/** Anew for each test of a file that calls `useStaffApi`: the staff API, and the token of 小王, an agent. */
export let api: StaffApi;
export let token: string;

export const useStaffApi = (): void => {
  let cleanup: Cleanup;
  beforeEach(async () => {
    cleanup = new Cleanup();
    api = await staffApi(cleanup);
    token = await hire(api, '小王', 'agent');
  });
  afterEach(() => cleanup.run());
};
