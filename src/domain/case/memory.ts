import type { Case } from './state.ts';

const REMEMBERED_COMMANDS = 50;

/** The outcome of a command given before under the same id; undefined: never given, or long ago. */
export const recall = (kase: Case, commandId: string | null): string | undefined =>
  commandId === null ? undefined : kase.commands.find((each) => each.id === commandId)?.outcome;

/** Keeps the last fifty commands with their outcomes; the newest outcome of an id replaces the one before. */
export const remember = (kase: Case, commandId: string | null, outcome: string): Case => {
  if (commandId === null) return kase;
  const others = kase.commands.filter((each) => each.id !== commandId);
  return { ...kase, commands: [...others, { id: commandId, outcome }].slice(-REMEMBERED_COMMANDS) };
};
