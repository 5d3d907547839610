import { oneLine } from '../../plain-text.ts';

/** A sentence, and what a colleague noted with it. */
export const withNote = (text: string, note: string | null): string =>
  note === null || note.trim() === '' ? `${text}.` : `${text}. Note: ${oneLine(note, 200)}`;
