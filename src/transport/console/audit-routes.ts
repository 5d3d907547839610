import type Router from '@koa/router';
import { isoChina } from '../../domain/time.ts';
import { listAudit } from '../../usecases/audit.ts';
import { auditQuerySchema } from '../staff/audit-routes.ts';
import { type Console, readerOf } from './console.ts';

const auditHref = (query: Record<string, string | null>): string => {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) given.set(key, value);
  const text = given.toString();
  return text === '' ? '/staff/audit' : `/staff/audit?${text}`;
};

const first = (value: string | string[] | undefined): string => [value].flat()[0] ?? '';

export const auditPages = (router: Router, console: Console): void => {
  const { parts, views, problem } = console;
  router.get(
    '/staff/audit',
    console.staff(async (ctx, visit) => {
      const { texts } = visit;
      const parsed = auditQuerySchema.safeParse(ctx.query);
      const query = parsed.data ?? { staff: null, caseNo: null, cursor: null, limit: 1 };
      const page = await listAudit(parts.deps, readerOf(visit), query);
      if (!page.ok) {
        problem(ctx, visit, 403, 'forbidden');
        return;
      }
      const { staff, caseNo, cursor } = query;
      const entries = parsed.success ? page.value.entries : [];
      ctx.status = parsed.success ? 200 : 400;
      views.show(ctx, visit, 'audit', {
        title: texts.audit.title,
        staff: first(ctx.query['staff']),
        caseNo: first(ctx.query['caseNo']),
        fault: parsed.success ? null : texts.audit.badCase,
        entries: entries.map((entry) => ({
          ...entry,
          iso: isoChina(entry.at),
          at: texts.minute(entry.at),
          staff: entry.staff ?? texts.audit.nobody,
          staffHref: entry.staff === null ? null : auditHref({ staff: entry.staff }),
          action: texts.audit.actions[entry.action],
          outcome: texts.audit.outcomes[entry.outcome] ?? entry.outcome,
          isOk: entry.outcome === 'ok',
          caseHref: entry.caseNo === null ? null : auditHref({ caseNo: entry.caseNo }),
          listed: entry.listed.length === 0 ? null : texts.audit.listed(entry.listed.length),
        })),
        next:
          parsed.success && page.value.next !== null
            ? auditHref({ staff, caseNo, cursor: page.value.next })
            : null,
        isFirst: cursor === null,
      });
    }),
  );
};
