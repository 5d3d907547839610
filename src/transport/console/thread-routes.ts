import type Router from '@koa/router';
import { z } from 'zod';
import { maskPersonal } from '../../masking.ts';
import { allowedTo } from '../../usecases/console-view.ts';
import type { Deps } from '../../usecases/deps.ts';
import type { ThreadDescription } from '../../usecases/threads/describe-thread.ts';
import {
  closeAudited,
  openThreads,
  replyAudited,
  threadStates,
} from '../../usecases/threads/thread-access.ts';
import { refusedWith } from '../staff/refusals.ts';
import { type Console, type Ctx, type StaffVisit, readerOf, redirect } from './console.ts';
import { presentChat } from './present-chat.ts';
import type { ThreadFault } from './texts/texts.ts';

const PAGE = 10;

/** Whatever the address bar says, there is a list to show. */
const querySchema = z.object({
  state: z.enum(threadStates).catch('open'),
  cursor: z.string().max(400).nullable().catch(null),
  done: z.enum(['reply', 'close']).nullable().catch(null),
});

const formSchema = z.object({
  key: z.string().regex(/^[0-9a-f]{32}$/),
  text: z.string().catch(''),
});

interface Refusal {
  readonly id: string;
  readonly code: ThreadFault;
  readonly text: string;
}

const href = (state: string, cursor: string | null = null): string => {
  const given = new URLSearchParams({
    ...(state === 'open' ? {} : { state }),
    ...(cursor === null ? {} : { cursor }),
  }).toString();
  return given === '' ? '/staff/threads' : `/staff/threads?${given}`;
};

const presentThread = (
  { random }: Pick<Deps, 'random'>,
  { thread, overdue, deliveries, recent }: ThreadDescription,
  { texts, staff }: StaffVisit,
  refusal: Refusal | null,
) => {
  const mine = refusal?.id === thread.id ? refusal : null;
  const delivery = deliveries.at(-1);
  return {
    id: thread.id,
    state: thread.state,
    stateText: texts.threads.states[thread.state],
    due: thread.state === 'open' ? texts.threads.answerBy(texts.day(thread.respondBy)) : null,
    overdue,
    customer: maskPersonal(thread.customer.openid),
    caseNo: thread.caseNo,
    asked: texts.threads.asked(texts.minute(thread.askedAt)),
    lines: presentChat(recent, texts),
    delivery: delivery === undefined ? null : texts.threads.deliveries[delivery],
    canAnswer: thread.state !== 'closed' && allowedTo(staff, 'handle_case'),
    typed: mine?.text ?? '',
    fault: mine && texts.threads.refusals[mine.code],
    keys: [random.bytes(16).toString('hex'), random.bytes(16).toString('hex')],
  };
};

/** `/staff/threads`: who has asked for a person, what was said, and the answer. */
export const threadPages = (router: Router, { parts: { deps }, views, problem, staff }: Console): void => {
  const show = async (ctx: Ctx, visit: StaffVisit, refusal: Refusal | null): Promise<void> => {
    const { texts } = visit;
    const { state, cursor, done } = querySchema.parse(ctx.query);
    const page = await openThreads(deps, readerOf(visit), { state, limit: PAGE, cursor });
    ctx.status = refusal ? refusedWith(refusal.code).status : 200;
    views.show(ctx, visit, 'threads', {
      title: texts.threads.title,
      states: threadStates.map((each) => ({
        name: each,
        label: texts.threads.states[each],
        href: href(each),
        here: each === state,
      })),
      threads: page.threads.map((each) => presentThread(deps, each, visit, refusal)),
      done: done === null ? null : texts.threads.done[done],
      refusal: refusal && texts.threads.refusals[refusal.code],
      next: page.next === null ? null : href(state, page.next),
    });
  };

  router.get(
    '/staff/threads',
    staff((ctx, visit) => show(ctx, visit, null)),
  );

  router.post(
    '/staff/threads/:id/:action',
    staff(async (ctx, visit) => {
      const { id = '', action } = ctx.params;
      const form = formSchema.safeParse(ctx.request.body);
      if (!form.success || (action !== 'reply' && action !== 'close')) {
        problem(ctx, visit, form.success ? 404 : 422, form.success ? 'not_found' : 'bad_request');
        return;
      }
      const text = form.data.text.replaceAll('\r\n', '\n');
      const call = { id, idempotencyKey: form.data.key };
      const done = await (action === 'reply'
        ? replyAudited(deps, readerOf(visit), call, text)
        : closeAudited(deps, readerOf(visit), call));
      if (done.ok) redirect(ctx, `/staff/threads?done=${action}`);
      else await show(ctx, visit, { id, code: done.code, text });
    }),
  );
};
