import { leases } from '../../store/lease.ts';
import { alerts } from './alerts.ts';
import { audit } from './audit.ts';
import { cases } from './cases.ts';
import { incidents } from './incidents.ts';
import { lateAnswers } from './late-answers.ts';
import { loginLimits } from './login-limits.ts';
import { messages } from './messages.ts';
import { orders } from './orders.ts';
import { payoutQueues } from './payout-queue.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';
import { staffSessions } from './staff-sessions.ts';
import { staffAccounts } from './staff.ts';
import { templateResults } from './template-results.ts';
import { threads } from './threads.ts';

/** Every collection the product keeps. */
export const collections = [
  cases,
  orders,
  sessions,
  messages,
  threads,
  staffAccounts,
  settings,
  leases,
  audit,
  staffSessions,
  loginLimits,
  alerts,
  incidents,
  payoutQueues,
  lateAnswers,
  templateResults,
] as const;
