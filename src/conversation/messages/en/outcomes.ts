import { contactLine } from './contact.ts';
import type { OutcomeTexts } from '../texts.ts';
import { promisedBy } from './format.ts';

export const outcomes: OutcomeTexts = {
  opened: (caseNo, reviewBy, provisional, verified) =>
    [
      'Your application has been submitted. Thank you for taking the time.',
      `Case number: ${caseNo}`,
      `We will answer you ${promisedBy(reviewBy, provisional)}.`,
      ...(verified
        ? []
        : [
            'The order has not been matched to your account yet. Our staff will check it first and contact you if needed.',
          ]),
      'It is now with our staff, and you will hear the result here. Reply “status” at any time to see where it stands.',
    ].join('\n'),
  alreadyOpen: (caseNo) =>
    `There is already an application for this order that is not closed yet${
      caseNo === null ? '' : `, case ${caseNo}`
    }; please do not apply again. Reply “status” to see where it stands.`,
  foreignOrder: (contact) =>
    `Your application could not be submitted: this order was paid for from another WeChat account. Please apply from the account that paid. If you have a question, contact customer service ${contactLine(contact)}.`,
  nothingRefundable: (contact) =>
    `Your application could not be submitted: nothing of this order is left to refund. If you have a question, contact customer service ${contactLine(contact)}.`,
};
