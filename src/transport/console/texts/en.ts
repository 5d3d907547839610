import { daysBetween, formats } from './dates.ts';
import { actionsEn } from './en-actions.ts';
import { caseEn } from './en-case.ts';
import { standingEn } from './en-standing.ts';
import { incidentsEn, payoutsEn } from './en-finance.ts';
import { threadsEn } from './en-threads.ts';
import { auditEn, meEn, problemsEn } from './en-more.ts';
import type { ConsoleTexts } from './texts.ts';

const { day, minute } = formats('en-GB');
const dueNames = {
  answer: 'Answer',
  refund: 'Refund',
  appeal: 'Appeal',
  offer: 'Offer',
  information: 'Information',
} as const;
const inDays = (days: number): string => (days === 1 ? '1 day' : `${String(days)} days`);

export const en: ConsoleTexts = {
  appName: 'Refund desk',
  labelled: (name, value) => `${name}: ${value}`,
  skipToContent: 'Skip to content',
  language: 'Language',
  nav: {
    queue: 'Cases',
    threads: 'Waiting people',
    payouts: 'Payouts',
    incidents: 'Incidents',
    audit: 'Audit log',
    me: 'My account',
  },
  signOut: 'Sign out',
  roles: {
    agent: 'Agent',
    supervisor: 'Supervisor',
    finance: 'Finance',
    admin: 'Administrator',
    auditor: 'Auditor',
  },
  login: {
    title: 'Sign in to the refund desk',
    name: 'Name',
    password: 'Password',
    submit: 'Sign in',
    codeTitle: 'Enter your code',
    codeHelp: 'Open the authenticator on your phone and type the 6 digits it shows now.',
    code: 'Code',
    codeSubmit: 'Continue',
    otherAccount: 'Use another account',
    lostPhone: 'Lost your phone? An administrator resets it with npm run staff -- reset-totp.',
    demoTitle: 'Sandbox demo accounts',
    demoText: 'Everything is simulated; no money moves. The password of all of them:',
    notices: {
      signed_out: 'You have signed out.',
      expired: 'Your session has ended. Please sign in again.',
      wrong_credentials:
        'The name or the password is wrong. Check both; if the password is lost, ask an administrator.',
      disabled: 'This account is disabled. Ask an administrator if that is not right.',
      wrong_code: 'The code is wrong or has been used. Wait for the next one and type that.',
      unreadable_secret:
        'The server’s secret has changed, so your old codes no longer work. Ask an administrator for reset-totp.',
      not_done: 'Your session had ended, so nothing was done. Sign in and do it again.',
    },
    tooMany: (minutes) =>
      `Too many attempts. Try again in ${minutes === 1 ? '1 minute' : `${String(minutes)} minutes`}.`,
  },
  queue: {
    title: 'Cases',
    views: { open: 'Open', overdue: 'Overdue', all: 'All' },
    status: 'Status',
    anyStatus: 'Any',
    search: 'Case or order number',
    searchHint: 'The whole number, e.g. RF20261123ABCDEF',
    apply: 'Find',
    clear: 'Clear',
    columns: { case: 'Case', order: 'Order', reason: 'Reason', status: 'Status', due: 'Due' },
    whoseTitle: 'Handled by',
    whose: { anyone: 'Anyone', mine: 'Mine', nobody: 'Nobody’s' },
    count: (n, more, later) => {
      const cases = n === 1 ? '1 case' : `${String(n)} cases`;
      if (more) return `${cases} on this page, more follow`;
      return later ? `Last page, ${cases}` : cases;
    },
    empty: {
      open: 'No open cases. All done.',
      overdue: 'Nothing is overdue.',
      none: 'No case fits.',
      found: 'No case fits. Numbers have to be complete.',
    },
    next: 'Next page',
    first: 'First page',
    unverified: 'Order unverified',
  },
  due: ({ kind, by }, now) => {
    const days = daysBetween(now, by);
    const name = dueNames[kind];
    if (kind === 'appeal') return days < 0 ? 'Appeal period over' : `Appeal open ${inDays(days)}`;
    if (kind === 'offer' || kind === 'information')
      return days <= 0 ? `${name} lapses today` : `${name} lapses in ${inDays(days)}`;
    if (now > by) return days === 0 ? `${name} overdue since today` : `${name} ${inDays(-days)} overdue`;
    if (days === 0) return `${name} due today`;
    return days === 1 ? `${name} due tomorrow` : `${name} due in ${inDays(days)}`;
  },
  noDue: 'No deadline',
  kase: caseEn,
  standing: standingEn,
  threads: threadsEn,
  payouts: payoutsEn,
  incidents: incidentsEn,
  actions: actionsEn,
  conversation: {
    title: 'Conversation with the customer',
    logged: 'That you read this is in the audit log. The last 50 messages are shown.',
    empty: 'No messages: the customer did not write through the Official Account, or has not yet.',
    customer: 'Customer',
    desk: 'Refund desk',
    handover: '(handed over to customer service)',
    type: (type) => (type === 'image' ? '[picture]' : type === 'event' ? '[menu or event]' : `[${type}]`),
  },
  me: meEn,
  audit: auditEn,
  problems: problemsEn,
  toQueue: 'Back to the cases',
  errorId: (id) => `Error ${id}`,
  minute,
  day,
};
