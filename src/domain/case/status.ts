import { z } from 'zod';

export const statuses = [
  'in_review',
  'awaiting_customer',
  'offered',
  'awaiting_second_approval',
  'refunding',
  'refunded',
  'settled_outside',
  'rejected',
  'appealed',
  'closed',
  'lapsed',
  'withdrawn',
] as const;
export const statusSchema = z.enum(statuses);
export type Status = (typeof statuses)[number];

const finals: readonly Status[] = ['refunded', 'settled_outside', 'closed', 'withdrawn', 'lapsed'];
export const isFinal = (status: Status): boolean => finals.includes(status);
