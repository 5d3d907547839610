import { ok, refuse } from '../result.ts';
import { isOwnWechat, may } from '../staff.ts';
import type { Commander, StaffCommand } from './commands.ts';
import { decideAppeal } from './decide/appeal.ts';
import { approve, mayDecline, secondApprove } from './decide/approve.ts';
import type { DecideContext, Decision } from './decide/context.ts';
import { recordFacts, verify } from './decide/facts.ts';
import { gateRefusal } from './decide/gates.ts';
import { requestInformation } from './decide/information.ts';
import { makeOffer, withdrawOffer } from './decide/offer.ts';
import { reject } from './decide/reject.ts';
import { liveAttempt } from './next-action.ts';
import type { Case } from './state.ts';

/** Decides what follows from a command of staff: events, or a refusal that changes nothing. */
export const decide = (
  kase: Case,
  command: StaffCommand,
  { staff, version }: Commander,
  context: DecideContext,
): Decision => {
  const closed = gateRefusal(kase, staff, command.type);
  if (closed === 'forbidden' || closed === 'own_case') return refuse(closed);
  // Money goes to whoever paid the order, whoever the application says it is from.
  const { order } = context;
  if (command.type !== 'release' && order && isOwnWechat(staff, order)) return refuse('own_case');
  if (version !== null && version !== kase.version) return refuse('version_conflict');
  if (closed !== null) return refuse(closed);
  switch (command.type) {
    case 'claim':
      return ok(kase.assignee === staff.name ? [] : [{ type: 'Claimed' }]);
    case 'release':
      return release(kase, { staff, version });
    case 'record_facts':
      return recordFacts(kase, command, context);
    case 'request_information':
      return requestInformation(kase, command.message, context);
    case 'approve':
      return approve(kase, command, context);
    case 'second_approve':
      return secondApprove(kase, command.note, staff, context);
    case 'second_decline':
      return mayDecline(kase, staff)
        ? ok([{ type: 'SecondDeclined', note: command.note }])
        : refuse('second_person_required');
    case 'offer':
      return makeOffer(kase, command, context);
    case 'withdraw_offer':
      return withdrawOffer(kase, command, context);
    case 'reject':
      return reject(command, context);
    case 'decide_appeal':
      return decideAppeal(kase, command, staff, context);
    case 'reply':
      return ok([{ type: 'StaffReplied', text: command.text }]);
    case 'verify':
      return verify(kase, command.note, context);
    case 'settle_outside':
      return settleOutside(kase, command);
  }
};

/** One's own claim; a supervisor can free a case from somebody who is away. */
const release = (kase: Case, { staff }: Commander): Decision => {
  if (kase.assignee === null) return ok([]);
  const mayFree = kase.assignee === staff.name || may(staff.role, 'free_claims');
  return mayFree ? ok([{ type: 'Released' }]) : refuse('claimed_by_other');
};

/** Whoever asks has had WeChat Pay's word that the attempt came to nothing. */
const settleOutside = (
  kase: Case,
  { proof, note }: { readonly proof: string; readonly note: string },
): Decision => {
  const attempt = liveAttempt(kase);
  if (attempt?.state !== 'needs_person') return refuse('illegal_transition');
  return ok([{ type: 'SettledOutside', outRefundNo: attempt.outRefundNo, proof, note }]);
};
