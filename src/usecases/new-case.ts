import type { Actor } from '../domain/case/actor.ts';
import { caseNoFrom } from '../domain/case/case-no.ts';
import { type Application, openCaseAt } from '../domain/case/open.ts';
import type { Case } from '../domain/case/state.ts';
import type { Order } from '../domain/order.ts';
import { assess } from '../domain/policy/assess.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';

/** A number drawn twice on one day is drawn again; 32⁶ of them make more than a few draws a fault. */
const MAX_DRAWS = 5;

export interface Particulars extends Pick<
  Application,
  'channel' | 'customer' | 'email' | 'language' | 'draftId' | 'reason' | 'evidence'
> {
  readonly outTradeNo: string;
  /** The order, where it is known to be this customer's; else the case is unverified. */
  readonly order: Order | undefined;
  readonly by: Actor;
}

/** `key`: what another case has already: the draft, or the order. */
export type Inserted =
  { readonly ok: true; readonly kase: Case } | { readonly ok: false; readonly key: string };

/** Draws a number and writes the case; durable when it resolves. */
export const insertCase = async (deps: Deps, particulars: Particulars): Promise<Inserted> => {
  for (let draws = 0; draws < MAX_DRAWS; draws += 1) {
    const kase = newCase(deps, particulars);
    const inserted = await deps.store.insert(cases, kase.caseNo, kase);
    if (inserted.ok) {
      const { caseNo, channel, assessment } = kase;
      deps.log.info({ caseNo, channel, outcome: assessment.outcome }, 'a customer has applied');
      deps.wake();
      return { ok: true, kase };
    }
    if (inserted.code !== 'exists' && !inserted.key.startsWith('no:'))
      return { ok: false, key: inserted.key };
  }
  throw new Error(`no free case number in ${String(MAX_DRAWS)} draws`);
};

const newCase = (deps: Deps, { outTradeNo, order, by, ...particulars }: Particulars): Case => {
  const now = deps.clock.now();
  // Once: another may come into force at any moment.
  const { policy } = deps;
  const application: Application = {
    ...particulars,
    caseNo: caseNoFrom(now, deps.random.bytes(6)),
    verified: order !== undefined,
    order: {
      outTradeNo: order?.outTradeNo ?? outTradeNo,
      transactionId: order?.transactionId ?? null,
      description: order?.description ?? '',
      paidFen: order?.amountFen ?? null,
      paidAt: order?.paidAt ?? null,
    },
    assessment: assess({
      policy,
      calendar: deps.calendar,
      order: order ?? null,
      category: particulars.reason.category,
      claimConfirmed: null,
      now,
    }),
    shop: deps.shop ? { told: 0, failures: 0, nextAt: null } : null,
  };
  return openCaseAt(application, policy, deps.calendar, now, by);
};
