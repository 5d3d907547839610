import type { Policy } from '../domain/policy/types.ts';
import { answerCaseCommand } from './answer-case-command.ts';
import { textReply } from './desk.ts';
import { textsFor } from './messages/texts-for.ts';
import type { OutcomeTexts } from './messages/texts.ts';
import { paragraphs } from './plain-text.ts';
import { answerStaffWord } from './staff-chat/answer.ts';
import type { Conversation } from './state.ts';
import type { AnswerContext, CommandOutcome, Reply, SubmitApplication, SubmitOutcome } from './types.ts';

const textFor = (outcome: SubmitOutcome, texts: OutcomeTexts, contact: Policy['contact']): string => {
  if (outcome.ok)
    return texts.opened(outcome.caseNo, outcome.reviewBy, outcome.provisional, outcome.verified);
  switch (outcome.code) {
    case 'already_open':
      return texts.alreadyOpen(outcome.caseNo);
    case 'foreign_order':
      return texts.foreignOrder(contact);
    case 'nothing_refundable':
      return texts.nothingRefundable(contact);
  }
};

interface Answered {
  readonly conversation: Conversation;
  readonly reply: Reply;
}

/**
 * The draft has ended, and the case it led to is remembered for a late 确认. A draft begun since is left alone.
 */
const answerSubmitted = (
  conversation: Conversation,
  { draftId, language }: SubmitApplication,
  outcome: SubmitOutcome,
  context: AnswerContext,
): Answered => {
  const caseNo = outcome.ok || outcome.code === 'already_open' ? outcome.caseNo : null;
  const draft = conversation.draft?.id === draftId ? null : conversation.draft;
  return {
    conversation: {
      ...conversation,
      draft,
      submitted: caseNo === null ? conversation.submitted : { draftId, caseNo },
    },
    reply: textReply(textFor(outcome, textsFor(language).outcomes, context.policy.contact)),
  };
};

/** A draft that waited meanwhile is offered again. */
const answerAsked = (
  conversation: Conversation,
  { command, outcome }: Extract<CommandOutcome, { type: 'case_command' }>,
  context: AnswerContext,
): Answered => {
  const texts = textsFor(command.language);
  const { draft } = conversation;
  const text = answerCaseCommand(command, outcome, texts, context);
  return {
    conversation: { ...conversation, draft: draft && { ...draft, resuming: true, failures: 0 } },
    reply: textReply(paragraphs(text, draft === null ? '' : texts.form.askResume)),
  };
};

/** The reply to a command once its outcome is known, and the conversation after it. */
export const answerCommand = (
  conversation: Conversation,
  done: CommandOutcome,
  context: AnswerContext,
): Answered => {
  switch (done.type) {
    case 'submit_application':
      return answerSubmitted(conversation, done.command, done.outcome, context);
    case 'case_command':
      return answerAsked(conversation, done, context);
    case 'request_person':
      return { conversation, reply: { type: 'handover' } };
    case 'end_talk':
      return { conversation, reply: { type: 'none' } };
    case 'staff_word':
      return answerStaffWord(conversation, done.command, done.outcome, context.now);
  }
};
