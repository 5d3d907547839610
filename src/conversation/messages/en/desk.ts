import { oneLine } from '../../plain-text.ts';
import type { DeskTexts } from '../texts.ts';
import { count, inEnglish } from './format.ts';

const unusable: ReadonlyMap<string, string> = new Map([
  ['voice', 'voice messages'],
  ['video', 'videos'],
  ['shortvideo', 'videos'],
  ['location', 'locations'],
  ['link', 'links'],
]);

const businessDays = (days: number): string => count(days, 'business day');
const calendarDays = (days: number): string => count(days, 'day');

export const desk: DeskTexts = {
  welcome:
    'Hello, and thank you for following us! You can ask for a refund right here.\nReply “refund” to apply, “status” to see where your application stands, “policy” for the rules.',
  help: [
    'You can reply:',
    'refund — apply for a refund',
    'status — see where your application stands',
    'policy — read the refund rules',
    'appeal — if you disagree with the result',
    'withdraw — take back an application',
    'agent — talk to customer service',
  ].join('\n'),
  inThisLanguage: 'For English, reply “help”.',
  notUnderstood: 'Sorry, we did not understand that.',
  nothingToLeave: 'There is no application open at the moment. Reply “refund” to begin one.',
  nothingToConfirm: 'There is nothing to confirm at the moment.',
  alreadySubmitted: (caseNo) =>
    `Your application has been submitted as case ${caseNo}; there is no need to confirm it again. Reply “status” to see where it stands.`,
  submittedNotEditable: (caseNo) =>
    `Case ${caseNo} has been submitted and can no longer be edited. To add or correct something, reply “agent”.`,
  pictureOutside:
    'Thank you for the picture, but no application is open, so it has not been used. Reply “refund” to begin one, and send it when pictures are asked for.',
  notUsable: (msgType) =>
    `Sorry, we cannot handle ${unusable.get(msgType) ?? 'this kind of message'} here. Please reply with text.`,
  policy: ({ title, promise, parameters }, url) =>
    [
      `[${oneLine(title.en, 60)}]`,
      oneLine(promise.en, 150),
      `· Within ${calendarDays(parameters.fullRefundDays)} of purchase and with no paid feature used: a full refund (not for promotional products and the like)`,
      '· You can also apply where a technical failure or the like keeps you from using what you bought',
      `· We answer within ${businessDays(parameters.reviewBusinessDays)} of your application`,
      `· Once approved, the money goes back the way you paid within ${businessDays(parameters.refundBusinessDays)}; it can take up to ${businessDays(parameters.arrivalBusinessDaysMax)} more to arrive`,
      `· If you disagree with the result, you can appeal within ${calendarDays(parameters.appealDays)}`,
      `In full: ${inEnglish(url)}`,
    ].join('\n'),
  typeAgent: 'Please type the word “agent”, and we will hand you over to customer service.',
  busy: 'Sorry, we are very busy just now and your last message was not handled. Please send it again in a moment.',
};
