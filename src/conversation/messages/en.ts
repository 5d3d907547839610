import type { Texts } from './texts.ts';
import { answers } from './en/answers.ts';
import { asks } from './en/asks.ts';
import { cases } from './en/cases.ts';
import { desk } from './en/desk.ts';
import { form } from './en/form.ts';
import { notices } from './en/notices.ts';
import { outcomes } from './en/outcomes.ts';
import { payouts } from './en/payouts.ts';
import { person } from './en/person.ts';
import { requests } from './en/requests.ts';
import { staffChat } from './en/staff-chat.ts';
import { staff } from './en/staff.ts';

/** Everything we say in English. */
export const en: Texts = {
  language: 'en',
  form,
  desk,
  outcomes,
  asks,
  answers,
  person,
  cases,
  notices,
  requests,
  payouts,
  staff,
  staffChat,
};
