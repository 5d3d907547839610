import type { StaffCommand } from '../domain/case/commands.ts';
import { gateRefusal } from '../domain/case/decide/gates.ts';
import { recall } from '../domain/case/memory.ts';
import type { Order } from '../domain/order.ts';
import type { StaffMember } from '../domain/staff.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { orders } from './documents/orders.ts';

/** A command of staff that is about to be decided on. */
export interface About {
  readonly caseNo: string;
  readonly staff: StaffMember;
  readonly command: StaffCommand['type'];
  readonly commandId: string | null;
}

/** The order this would decide on; null: it is not known, or the command is refused anyway, or was given before. */
export const orderToDecide = async (
  { store }: Pick<Deps, 'store'>,
  { caseNo, staff, command, commandId }: About,
): Promise<Order | null> => {
  const kase = (await store.get(cases, caseNo))?.doc;
  if (!kase?.verified || recall(kase, commandId) !== undefined) return null;
  if (gateRefusal(kase, staff, command) !== null) return null;
  return (await store.get(orders, kase.order.outTradeNo))?.doc ?? null;
};
