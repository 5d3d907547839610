import type Router from '@koa/router';
import { z } from 'zod';
import type { Case } from '../../domain/case/state.ts';
import { formatYuan } from '../../domain/money.ts';
import { type Instant } from '../../domain/time.ts';
import { dueOf, openStatuses, reasonLabel, statusText } from '../../usecases/console-view.ts';
import { type CaseQuery, listCases, statuses } from '../../usecases/list-cases.ts';
import type { Console, StaffVisit } from './console.ts';
import { presentDue } from './present-due.ts';

const PAGE = 25;
const viewNames = ['open', 'overdue', 'all'] as const;

/** Whatever the address bar says, there is a list to show. */
const querySchema = z.object({
  view: z.enum(viewNames).catch('open'),
  status: z.enum(statuses).nullable().catch(null),
  q: z.string().trim().max(64).catch(''),
  cursor: z.string().max(200).nullable().catch(null),
});
type Query = z.infer<typeof querySchema>;

const listQuery = ({ view, status, q, cursor }: Query): CaseQuery => {
  const base = { assignee: null, limit: PAGE, cursor };
  if (q !== '') return { ...base, statuses: [], due: null, q };
  if (status !== null)
    return { ...base, statuses: [status], due: view === 'overdue' ? 'overdue' : null, q: null };
  if (view === 'overdue') return { ...base, statuses: [], due: 'overdue', q: null };
  return { ...base, statuses: view === 'open' ? openStatuses : [], due: null, q: null };
};

const href = (query: Partial<Record<keyof Query, string | null>>): string => {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) given.set(key, value);
  const text = given.toString();
  return text === '' ? '/staff' : `/staff?${text}`;
};

/** A line of the queue: no word of the customer's own, so that looking at the list is not reading a case. */
const presentRow = (kase: Case, { texts, language }: StaffVisit, now: Instant) => ({
  href: `/staff/cases/${kase.caseNo}`,
  caseNo: kase.caseNo,
  order: kase.order.description === '' ? kase.order.outTradeNo : kase.order.description,
  outTradeNo: kase.order.outTradeNo,
  amount: kase.order.paidFen === null ? texts.kase.unknown : formatYuan(kase.order.paidFen),
  reason: reasonLabel(kase.reason.category, language),
  status: kase.status,
  statusText: statusText(kase.status, language),
  verified: kase.verified,
  due: presentDue(dueOf(kase), texts, now),
});

export const queueRoutes = (router: Router, console: Console): void => {
  const { deps } = console.parts;
  router.get(
    '/staff',
    console.staff(async (ctx, visit) => {
      const query = querySchema.parse(ctx.query);
      const page = await listCases(deps, listQuery(query));
      if (!page.ok) {
        console.problem(ctx, visit, 400, 'bad_request');
        return;
      }
      const { texts, language } = visit;
      const { view, status, q, cursor } = query;
      const filtered = q !== '' || status !== null;
      console.views.show(ctx, visit, 'queue', {
        title: texts.queue.title,
        rows: page.value.cases.map((kase) => presentRow(kase, visit, deps.clock.now())),
        views: viewNames.map((name) => ({
          name,
          label: texts.queue.views[name],
          href: href({ view: name === 'open' ? null : name }),
          here: !filtered && view === name,
        })),
        statuses: statuses.map((each) => ({
          value: each,
          label: statusText(each, language),
          chosen: each === status,
        })),
        q,
        filtered,
        empty: filtered || view === 'all' ? texts.queue.empty.found : texts.queue.empty[view],
        next: page.value.next === null ? null : href({ view, status, q, cursor: page.value.next }),
        first: cursor === null ? null : href({ view, status, q }),
      });
    }),
  );
};
