import { everyTexts } from './messages/texts-for.ts';
import { findFormWord, findGlobalWord } from './words.ts';

/**
 * Asks to send a message again that could not be handled, when nothing stored can be read: in the language of the
 * command it was, else in every language. `said`: what the customer typed; null: it was no text.
 */
export const busyText = (said: string | null): string => {
  const language = said === null ? undefined : (findGlobalWord(said) ?? findFormWord(said))?.language;
  return everyTexts
    .filter((texts) => language === undefined || texts.language === language)
    .map((texts) => texts.desk.busy)
    .join(' ');
};
