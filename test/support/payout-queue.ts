/** Finance throws the switch and sets the cap; what then may have left. */
import { issueToken } from '../../src/usecases/staff-accounts.ts';
import type { Desk, Json } from './desk.ts';

export const FINANCE = '吴财务';

/** The staff API as the sandbox's finance has it. */
export const financeOf = async (desk: Desk) => {
  const issued = await issueToken(desk.app.deps, FINANCE);
  if (!issued.ok) throw new Error(issued.code);
  const finance = desk.as(issued.value.token);
  const set = async (body: Json): Promise<Json> => {
    const answer = await finance.put('/api/staff/payouts', body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const read = async (): Promise<Json> => (await finance.get('/api/staff/payouts')).body;
  return {
    set,
    read,
    today: async () => (await read())['today'] as Json,
    /** As if nobody had ever set anything. */
    free: () => set({ stopped: false, dailyCapFen: null }),
    /** Records that the refund of this case was paid in another way. */
    settleOutside: (caseNo: string, key = caseNo) => {
      const body = { proof: '银行流水 8801', note: '客户已确认收到' };
      return finance.post(`/api/staff/cases/${caseNo}/settle-outside`, body, { 'idempotency-key': key });
    },
    incidents: async () => (await finance.get('/api/staff/incidents?state=open')).body['incidents'] as Json[],
  };
};
export type Finance = Awaited<ReturnType<typeof financeOf>>;
