import type { Language } from '../../domain/reason.ts';
import type { Texts } from './texts.ts';
import { zh } from './zh.ts';

/** English is remembered where it was typed, and answered in Chinese until its texts exist. */
const texts: Readonly<Record<Language, Texts>> = { zh, en: zh };

export const textsFor = (language: Language): Texts => texts[language];
