import type { IncidentState } from '../../../domain/incident.ts';
import type { IncidentRefusal } from '../../../usecases/incidents.ts';

/** What can be changed about payouts: the switch, and the daily cap. */
export type PayoutChange = 'stop' | 'release' | 'cap' | 'uncap';

interface SwitchForm {
  readonly label: string;
  readonly explain: string;
  readonly confirm: string;
}

/** Whether money leaves, and how much of it. */
export interface PayoutTexts {
  readonly title: string;
  readonly switchTitle: string;
  readonly running: string;
  readonly runningText: string;
  readonly stopped: string;
  stoppedBy(by: string, at: string): string;
  /** By itself: WeChat Pay called the applications of several cases wrong. */
  stoppedAsWrong(at: string): string;
  readonly stoppedText: string;
  readonly forms: Readonly<Record<'stop' | 'release', SwitchForm>>;
  readonly today: string;
  readonly sent: string;
  counted(amount: string, refunds: number): string;
  readonly countedHint: string;
  readonly cap: string;
  readonly noCap: string;
  readonly amount: string;
  readonly amountHint: string;
  readonly setCap: string;
  readonly removeCap: string;
  readonly done: Readonly<Record<PayoutChange, string>>;
}

/** What the form itself, or what it asks for, can be refused for. */
export type IncidentFault = IncidentRefusal | 'note_missing' | 'note_too_long';

/** What a person must settle. */
export interface IncidentTexts {
  readonly title: string;
  readonly states: Readonly<Record<IncidentState, string>>;
  readonly empty: Readonly<Record<IncidentState, string>>;
  opened(at: string): string;
  again(times: number, lastAt: string): string;
  resolved(by: string, at: string): string;
  readonly note: string;
  readonly noteHint: string;
  readonly resolve: string;
  readonly done: string;
  /** Stands before what was typed into a form that is no longer there. */
  readonly typed: string;
  readonly refusals: Readonly<Record<IncidentFault, string>>;
}
