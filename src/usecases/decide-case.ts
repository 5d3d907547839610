import { type ReplyRefusal, checkCaseReply } from '../conversation/colleague.ts';
import { wordsFit } from '../conversation/decision-words.ts';
import type { Actor } from '../domain/case/actor.ts';
import type { CommandRefusal, StaffCommand } from '../domain/case/commands.ts';
import { decide } from '../domain/case/decide.ts';
import { evolveAll } from '../domain/case/evolve.ts';
import type { Case } from '../domain/case/state.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { StaffMember } from '../domain/staff.ts';
import { type CaseRefusal, commandCase } from './command-case.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { learnOrder } from './find-orders.ts';
import { learnPayerTotal, makesOffer } from './learn-payer-total.ts';
import { settleOutside } from './settle-outside.ts';
import { askUsage } from './shop/ask-usage.ts';

export interface Decision {
  readonly caseNo: string;
  readonly staff: StaffMember;
  /** The version the person saw; null: they did not say. */
  readonly version: number | null;
  /** The `Idempotency-Key` of the call; a repeat is answered as the first was. */
  readonly idempotencyKey: string | null;
  readonly command: StaffCommand;
}

/** What a command is known by in its case, where its call has a key. */
export const commandIdOf = ({
  staff,
  command,
  idempotencyKey,
}: {
  readonly staff: Pick<StaffMember, 'name'>;
  readonly command: Pick<StaffCommand, 'type'>;
  readonly idempotencyKey: string;
}): string => `staff:${staff.name}:${command.type}:${idempotencyKey}`;

/** What staff write to the customer goes out whole, whichever way they write it, or not at all. */
const asItMayBeSent = (kase: Case, command: StaffCommand): Result<StaffCommand, ReplyRefusal> => {
  if (command.type !== 'reply') return ok(command);
  const checked = checkCaseReply(kase, command.text);
  return checked.ok ? ok({ ...command, text: checked.value }) : checked;
};

/** Staff decide: the case as it then stands, or why nothing was done. */
export const decideCase = async (
  deps: Deps,
  decision: Decision,
): Promise<Result<Case, CommandRefusal | CaseRefusal | ReplyRefusal>> => {
  const { caseNo, staff, version, command, idempotencyKey } = decision;
  const commandId = idempotencyKey === null ? null : commandIdOf({ staff, command, idempotencyKey });
  const actor: Actor = { kind: 'staff', name: staff.name };
  const about = { caseNo, staff, commandId, command: command.type };
  await Promise.all([askUsage(deps, about), makesOffer(command) ? learnPayerTotal(deps, about) : null]);
  const decided = await (command.type === 'settle_outside' ? settleOutside : commandCase)(deps, {
    caseNo,
    actor,
    commandId,
    decide: (kase, context) => {
      const checked = asItMayBeSent(kase, command);
      if (!checked.ok) return checked;
      const result = decide(kase, checked.value, { staff, version }, context);
      if (!result.ok) return result;
      const after = evolveAll(kase, result.value, context.now, actor);
      const told = { policy: context.policy, publicUrl: deps.publicUrl };
      return wordsFit(after, command, told) ? result : refuse('text_too_long');
    },
    ...(command.type === 'verify' ? { order: await namedOrder(deps, caseNo) } : {}),
  });
  if (decided.ok)
    deps.log.info({ caseNo, staff: staff.name, command: command.type }, 'a member of staff has decided');
  return decided;
};

/** The order by the number the customer gave, in our records or WeChat Pay's, whoever paid it. */
const namedOrder = async (deps: Deps, caseNo: string) => {
  const kase = (await deps.store.get(cases, caseNo))?.doc;
  if (!kase || kase.verified) return null;
  const learnt = await learnOrder(deps, kase.order.outTradeNo);
  return learnt.kind === 'known' ? learnt.order : null;
};
