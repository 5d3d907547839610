import type Router from '@koa/router';
import { z } from 'zod';
import type { Case } from '../../domain/case/state.ts';
import { formatYuan } from '../../domain/money.ts';
import { type Instant } from '../../domain/time.ts';
import { dueOf, openStatuses, reasonLabel, statusText } from '../../usecases/console-view.ts';
import { type CaseQuery, fillPage, listCases, statuses } from '../../usecases/list-cases.ts';
import type { Console, StaffVisit } from './console.ts';
import { presentDue } from './present-due.ts';

const PAGE = 25;
const viewNames = ['open', 'overdue', 'all'] as const;
const whoseNames = ['anyone', 'mine', 'nobody'] as const;

/** Whatever the address bar says, there is a list to show. */
const querySchema = z.object({
  view: z.enum(viewNames).catch('open'),
  whose: z.enum(whoseNames).catch('anyone'),
  status: z.enum(statuses).nullable().catch(null),
  q: z.string().trim().max(64).catch(''),
  cursor: z.string().max(200).nullable().catch(null),
});
type Query = z.infer<typeof querySchema>;

const listQuery = ({ view, whose, status, q, cursor }: Query, me: string): CaseQuery => {
  const assignees = { anyone: null, mine: me, nobody: 'none' } as const;
  const base = { assignee: assignees[whose], limit: PAGE, cursor };
  if (q !== '') return { ...base, assignee: null, statuses: [], due: null, q };
  if (status !== null)
    return { ...base, statuses: [status], due: view === 'overdue' ? 'overdue' : null, q: null };
  if (view === 'overdue') return { ...base, statuses: [], due: 'overdue', q: null };
  return { ...base, statuses: view === 'open' ? openStatuses : [], due: null, q: null };
};

/** What goes without saying is left out. */
const href = ({ view, whose, ...rest }: Partial<Query>): string => {
  const query = { view: view === 'open' ? '' : view, whose: whose === 'anyone' ? '' : whose, ...rest };
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
  assignee: kase.assignee,
  due: presentDue(dueOf(kase), texts, now),
});

export const queueRoutes = (router: Router, console: Console): void => {
  const { deps } = console.parts;
  router.get(
    '/staff',
    console.staff(async (ctx, visit) => {
      const query = querySchema.parse(ctx.query);
      const list = query.whose === 'anyone' ? listCases : fillPage;
      const page = await list(deps, listQuery(query, visit.staff.name));
      if (!page.ok) {
        console.problem(ctx, visit, 400, 'bad_request');
        return;
      }
      const { texts, language } = visit;
      const { view, whose, status, q, cursor } = query;
      const filtered = q !== '' || status !== null;
      console.views.show(ctx, visit, 'queue', {
        title: texts.queue.title,
        rows: page.value.cases.map((kase) => presentRow(kase, visit, deps.clock.now())),
        views: viewNames.map((name) => ({
          name,
          label: texts.queue.views[name],
          href: href({ view: name, whose }),
          here: !filtered && view === name,
        })),
        whose: whoseNames.map((name) => ({
          name,
          label: texts.queue.whose[name],
          href: href({ view, whose: name, status }),
          here: q === '' && whose === name,
        })),
        chosenWhose: whose,
        count: texts.queue.count(page.value.cases.length, page.value.next !== null, cursor !== null),
        statuses: statuses.map((each) => ({
          value: each,
          label: statusText(each, language),
          chosen: each === status,
        })),
        q,
        filtered,
        empty:
          filtered || whose !== 'anyone' || view === 'all'
            ? texts.queue.empty[q === '' ? 'none' : 'found']
            : texts.queue.empty[view],
        next: page.value.next === null ? null : href({ view, whose, status, q, cursor: page.value.next }),
        first: cursor === null ? null : href({ view, whose, status, q }),
      });
    }),
  );
};
