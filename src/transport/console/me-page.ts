import { z } from 'zod';
import { enrolmentOf } from '../../usecases/sign-in/second-factor.ts';
import { permissions } from '../../usecases/console-view.ts';
import type { WechatCode } from '../../usecases/staff-chat/binding.ts';
import { wechatBoundAt } from '../../usecases/staff-chat/own-wechat.ts';
import type { Console, Ctx, StaffVisit } from './console.ts';

/** What the page says beside how the account stands. */
export interface MeSays {
  /** Why a code of the second factor was not taken. */
  readonly said: string | null;
  /** The code for the member's WeChat, on the one page that shows it. */
  readonly code: WechatCode | null;
}

const doneSchema = z.enum(['second_factor', 'wechat_unbound']).nullable().catch(null);

/** In groups of four, as people read and type it. */
const grouped = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');

/** Shows the visitor's own account. */
export const mePage =
  ({ parts, views }: Console) =>
  async (ctx: Ctx, visit: StaffVisit, { said, code }: MeSays): Promise<void> => {
    const { texts, staff } = visit;
    const { me } = texts;
    const enrolment = parts.canEnrol ? await enrolmentOf(parts.signIn, staff.name) : null;
    const boundAt = await wechatBoundAt(parts.deps, staff.name);
    const done = doneSchema.parse(ctx.query['done']);
    const words = {
      second_factor: staff.hasTotp ? me.confirmed : null,
      wechat_unbound: boundAt === null ? me.wechat.unbound : null,
    };
    views.show(ctx, visit, 'me', {
      title: me.title,
      name: staff.name,
      role: texts.roles[staff.role],
      may: permissions(staff).map((each) => me.permissions[each] ?? each),
      hasTotp: staff.hasTotp,
      canEnrol: parts.canEnrol,
      enrolment: enrolment && { ...enrolment, grouped: grouped(enrolment.secret) },
      said,
      wechat: {
        since: boundAt === null ? null : me.wechat.since(texts.minute(boundAt)),
        code: code && {
          send: me.wechat.message(code.code),
          until: me.wechat.until(texts.minute(code.expiresAt)),
        },
      },
      done: done && words[done],
    });
  };
