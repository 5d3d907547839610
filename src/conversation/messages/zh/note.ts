import { oneLine } from '../../plain-text.ts';

/** A sentence, and what a colleague noted with it. */
export const withNote = (text: string, note: string | null): string =>
  note === null || note.trim() === '' ? `${text}。` : `${text}。备注：${oneLine(note, 200)}`;
