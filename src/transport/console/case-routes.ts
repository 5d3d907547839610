import type Router from '@koa/router';
import { z } from 'zod';
import type { StaffCommand } from '../../domain/case/commands.ts';
import { decideAudited, openCase, openEvidence, openTranscript } from '../../usecases/case-access.ts';
import { openCaseFile } from '../../usecases/case-file.ts';
import { sendCaseFile } from '../staff/case-file/send.ts';
import { sendEvidence } from '../staff/evidence.ts';
import { refusedWith } from '../staff/refusals.ts';
import { type Typed, formFaults, readActionForm } from './action-form.ts';
import { type Console, type Ctx, type StaffVisit, readerOf, redirect } from './console.ts';
import { presentChat } from './present-chat.ts';
import { presentCasePage } from './present-case.ts';
import type { Refused } from './texts/texts.ts';

const doneSchema = z.string().catch('');
const numberSchema = z.coerce.number().int().min(1).catch(0);
/** The payout takes a moment; the page looks once again by itself. */
const LOOK_AGAIN_S = 4;

const caseNoOf = (ctx: Ctx): string => (ctx.params['caseNo'] ?? '').toUpperCase();

interface Refusal {
  readonly code: string;
  readonly typed: Typed;
}

const isRefused = (code: string, visit: StaffVisit): code is Refused =>
  Object.hasOwn(visit.texts.actions.refusals, code);
const isCommand = (name: string, visit: StaffVisit): name is StaffCommand['type'] =>
  Object.hasOwn(visit.texts.actions.done, name);

/** Shows the case as it stands; after a refusal with why, and with what had been typed. */
const casePage =
  ({ parts: { deps }, views, problem }: Console) =>
  async (ctx: Ctx, visit: StaffVisit, refusal: Refusal | null): Promise<void> => {
    const opened = await openCase(deps, readerOf(visit), caseNoOf(ctx), visit.language);
    if (!opened.ok) {
      problem(ctx, visit, 404, 'case_not_found');
      return;
    }
    const { texts } = visit;
    const said = refusal && { ...refusal, code: isRefused(refusal.code, visit) ? refusal.code : 'invalid' };
    const page = presentCasePage(deps, opened.value, visit, deps.clock.now(), said);
    const done = doneSchema.parse(ctx.query['done']);
    ctx.status = refusal ? statusOf(refusal.code) : 200;
    if (done !== '' && page.status === 'refunding')
      ctx.set('Refresh', `${String(LOOK_AGAIN_S)}; url=/staff/cases/${page.caseNo}`);
    views.show(ctx, visit, 'case', {
      ...page,
      done: isCommand(done, visit) && !refusal ? texts.actions.done[done] : null,
      refusal: said && texts.actions.refusals[said.code],
    });
  };

const readings = (router: Router, { parts: { deps }, views, problem, staff }: Console): void => {
  router.get(
    '/staff/cases/:caseNo/conversation',
    staff(async (ctx, visit) => {
      const opened = await openTranscript(deps, readerOf(visit), caseNoOf(ctx));
      if (!opened.ok) {
        problem(ctx, visit, 404, 'case_not_found');
        return;
      }
      const { texts } = visit;
      const { kase, lines } = opened.value;
      views.show(ctx, visit, 'conversation', {
        title: `${texts.conversation.title} · ${kase.caseNo}`,
        caseNo: kase.caseNo,
        lines: presentChat(lines, texts),
      });
    }),
  );

  router.get(
    '/staff/cases/:caseNo/file',
    staff(async (ctx, visit) => {
      const caseNo = caseNoOf(ctx);
      const file = await openCaseFile(deps, readerOf(visit), caseNo, visit.language);
      if (file.ok) sendCaseFile(ctx, file.value, visit.language, deps.clock.now());
      else problem(ctx, visit, 404, 'case_not_found');
    }),
  );

  router.get(
    '/staff/cases/:caseNo/evidence/:n',
    staff(async (ctx, visit) => {
      const caseNo = caseNoOf(ctx);
      const n = numberSchema.parse(ctx.params['n']);
      const evidence = await openEvidence(deps, readerOf(visit), caseNo, n);
      if (evidence.ok) sendEvidence(ctx, evidence.value, `${caseNo}-${String(n)}`);
      else if (evidence.code === 'evidence_pending') problem(ctx, visit, 409, 'evidence_pending');
      else if (evidence.code === 'evidence_gone') problem(ctx, visit, 410, 'evidence_gone');
      else problem(ctx, visit, 404, 'not_found');
    }),
  );
};

const faults: readonly string[] = formFaults;
/** As the API answers the same refusal. */
const statusOf = (code: string): number => (faults.includes(code) ? 422 : refusedWith(code).status);

/** `/staff/cases/…`: the case, the conversation, the pictures, and the decisions. */
export const caseRoutes = (router: Router, console: Console): void => {
  const { deps } = console.parts;
  const showCase = casePage(console);

  router.get(
    '/staff/cases/:caseNo',
    console.staff((ctx, visit) => showCase(ctx, visit, null)),
  );

  router.post(
    '/staff/cases/:caseNo/:action',
    console.staff(async (ctx, visit) => {
      const caseNo = caseNoOf(ctx);
      const form = readActionForm(ctx.params['action'] ?? '', ctx.request.body);
      if (form === null) {
        console.problem(ctx, visit, 404, 'not_found');
        return;
      }
      if (!form.ok) {
        await showCase(ctx, visit, form);
        return;
      }
      const { command, version } = form.asked;
      const decided = await decideAudited(
        deps,
        { caseNo, staff: visit.staff, version, idempotencyKey: form.key, command },
        visit.address,
      );
      if (decided.ok) redirect(ctx, `/staff/cases/${caseNo}?done=${command.type}`);
      else await showCase(ctx, visit, { code: decided.code, typed: form.typed });
    }),
  );

  readings(router, console);
};
