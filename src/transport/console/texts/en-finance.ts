import type { IncidentTexts, PayoutTexts } from './finance-texts.ts';

export const payoutsEn: PayoutTexts = {
  title: 'Payouts',
  switchTitle: 'Payout switch',
  running: 'Payouts are running',
  runningText: 'What has been approved is sent to WeChat Pay by itself.',
  stopped: 'All payouts are stopped',
  stoppedBy: (by, at) => `Stopped by ${by} on ${at}`,
  stoppedAsWrong: (at) =>
    `Stopped by itself on ${at}: within ten minutes WeChat Pay has called the refund applications of three cases wrong. Please find out why before you release them.`,
  stoppedText:
    'Nothing is sent to WeChat Pay until they are released. Cases can be decided as ever; what is approved waits.',
  forms: {
    stop: {
      label: 'Stop all payouts',
      explain:
        'Nothing more is sent to WeChat Pay. What has been sent already cannot be called back and still reaches the customer.',
      confirm: 'Confirm: stop all payouts',
    },
    release: {
      label: 'Release payouts',
      explain: 'What has been waiting goes on by itself within a minute; the daily cap still holds.',
      confirm: 'Confirm: release payouts',
    },
  },
  today: 'Today and the daily cap',
  sent: 'Sent today',
  counted: (amount, refunds) => `${amount}, ${refunds === 1 ? '1 refund' : `${String(refunds)} refunds`}`,
  countedHint: 'A day is one in China; a refund counts once it is sent to WeChat Pay, whatever comes of it.',
  cap: 'Daily cap',
  noCap: 'No cap',
  amount: 'Daily cap in yuan',
  amountHint:
    'e.g. 50000.00. What is above it waits for the next day; one refund larger than the cap waits until it is raised.',
  setCap: 'Set the cap',
  removeCap: 'Remove the cap',
  done: {
    stop: 'All payouts are stopped.',
    release: 'Payouts are released.',
    cap: 'The daily cap is set.',
    uncap: 'The daily cap is removed.',
  },
};

export const incidentsEn: IncidentTexts = {
  title: 'Incidents',
  states: { open: 'Open', resolved: 'Resolved' },
  empty: { open: 'There are no open incidents.', resolved: 'There are no resolved incidents.' },
  opened: (at) => `Since ${at}`,
  again: (times, lastAt) => `${String(times)} times, last on ${lastAt}`,
  resolved: (by, at) => `Resolved by ${by} on ${at}`,
  note: 'What was found and done',
  noteHint: 'Only colleagues see it; 1000 characters at most',
  resolve: 'Mark as resolved',
  done: 'The incident is resolved.',
  typed: 'What you wrote',
  refusals: {
    forbidden: 'Your role may not do this; ask a colleague whose role may.',
    incident_not_found: 'There is no such incident.',
    already_resolved: 'The incident has been resolved already; what was noted stands under “Resolved”.',
    busy: 'Others are changing the incident just now. Wait a few seconds and send it again.',
    note_missing: 'Write what was found and done, so that colleagues know.',
    note_too_long: 'Too long: at most 1000 characters.',
  },
};
