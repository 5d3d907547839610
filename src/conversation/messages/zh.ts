import type { Texts } from './texts.ts';
import { answers } from './zh/answers.ts';
import { asks } from './zh/asks.ts';
import { cases } from './zh/cases.ts';
import { desk } from './zh/desk.ts';
import { form } from './zh/form.ts';
import { notices } from './zh/notices.ts';
import { outcomes } from './zh/outcomes.ts';
import { payouts } from './zh/payouts.ts';
import { person } from './zh/person.ts';
import { requests } from './zh/requests.ts';
import { staffChat } from './zh/staff-chat.ts';
import { staff } from './zh/staff.ts';

/** Everything we say in Chinese. */
export const zh: Texts = {
  language: 'zh',
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
