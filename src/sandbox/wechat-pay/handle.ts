import type { SandboxContext } from '../context.ts';
import type { SandboxPay } from '../options.ts';
import { pay } from '../phones/demo.ts';
import { settle } from './refunds.ts';

/** WeChat Pay's own side, for a program to look at and to act on. */
export const payHandle = (context: SandboxContext): SandboxPay => ({
  refunds: () => context.world.refunds,
  orders: () => context.world.orders,
  addOrder: (order) => {
    pay(context.world, order);
    context.keeper.later();
  },
  settle: async (outRefundNo, status) => {
    const refund = context.world.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
    if (refund === undefined) throw new Error(`There is no refund ${outRefundNo}`);
    await context.agenda.track(settle(context, refund, status));
  },
});
