import { type Language, languages } from '../../domain/reason.ts';
import { en } from './en.ts';
import type { Texts } from './texts.ts';
import { zh } from './zh.ts';

const texts: Readonly<Record<Language, Texts>> = { zh, en };

export const textsFor = (language: Language): Texts => texts[language];

/** In every language: for what must be understood, or said, whichever the customer reads. */
export const everyTexts: readonly Texts[] = languages.map(textsFor);
