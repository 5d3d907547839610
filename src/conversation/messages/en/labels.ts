import type { Status } from '../../../domain/case/status.ts';
import type { ReasonCategory } from '../../../domain/reason.ts';

export const reasons: Readonly<Record<ReasonCategory, string>> = {
  technical_failure: 'Technical failure: it does not work properly',
  unused_within_14_days: 'Bought within 14 days and not used',
  service_unavailable: 'The service cannot be provided',
  required_by_law: 'The law requires a refund',
  personal_emergency: 'Personal emergency',
  maintenance_interruption: 'Interrupted by maintenance',
  force_majeure: 'Force majeure',
  own_reasons: 'I no longer need it (own reasons)',
  other: 'Another reason',
};

export const statuses: Readonly<Record<Status, string>> = {
  in_review: 'In review',
  awaiting_customer: 'Waiting for information from you',
  offered: 'Waiting for your answer to our offer',
  awaiting_second_approval: 'Being double-checked',
  refunding: 'Refund in progress',
  refunded: 'Refunded',
  settled_outside: 'Refunded by other means',
  rejected: 'Declined',
  appealed: 'Appeal under review',
  closed: 'Closed',
  lapsed: 'Closed: the information asked for did not arrive in time',
  withdrawn: 'Withdrawn',
};
