import type { ChannelName } from '../../domain/alerts/record.ts';
import type { Delivered } from '../delivered.ts';

/** One message to staff: a title and lines without line ends. */
export interface StaffMessage {
  readonly title: string;
  readonly lines: readonly string[];
}

/** One way to staff. */
export interface AlertChannel {
  readonly name: ChannelName;
  /** Whether it can carry so much. */
  fits(message: StaffMessage): boolean;
  send(message: StaffMessage): Promise<Delivered>;
}
