import { customerCommand } from '../../conversation/case-command.ts';
import type { CaseCommand, CommandOutcome } from '../../conversation/types.ts';
import type { Customer } from '../../domain/case/state.ts';
import { refuse } from '../../domain/result.ts';
import { askCase } from '../ask-case.ts';
import type { Deps } from '../deps.ts';
import type { Session } from '../documents/sessions.ts';
import { openCase } from '../open-case.ts';
import { runStaffWord } from '../staff-chat/run-staff-word.ts';
import { endTalk } from '../threads/end-talk.ts';
import { requestPerson } from '../threads/request-person.ts';

/** A command that is saved with the session; `key`: that of the message it came with. */
export type PendingCommand = Session['pending'][number];

/**
 * Carries out what a customer has asked for. It may be run again at any time, by several processes at once: what it
 * does is done once, under an id that is in the command or derives from the message's key.
 */
export const runCommand = async (
  deps: Deps,
  customer: Customer,
  { key, command }: PendingCommand,
): Promise<CommandOutcome> => {
  const { type } = command;
  switch (type) {
    case 'submit_application':
      return { type, command, outcome: await openCase(deps, customer, command) };
    case 'request_person':
      await requestPerson(deps, customer, key, command);
      return { type };
    case 'end_talk':
      await endTalk(deps, customer, command);
      return { type };
    case 'staff_word':
      return { type, command, outcome: await runStaffWord(deps, customer, key, command) };
    default:
      return askOfCase(deps, customer, key, command);
  }
};

/** Throws where the case could not be written for conflicts: the command stays pending and is carried out later. */
const askOfCase = async (
  deps: Deps,
  customer: Customer,
  commandId: string,
  command: CaseCommand,
): Promise<CommandOutcome> => {
  const { caseNo } = command;
  const asked = await askCase(deps, { customer, caseNo, commandId, command: customerCommand(command) });
  if (asked.ok) return { type: 'case_command', command, outcome: asked };
  if (asked.code === 'busy') throw new Error(`${caseNo} could not be written: conflicts without end`);
  return { type: 'case_command', command, outcome: refuse(asked.code) };
};
