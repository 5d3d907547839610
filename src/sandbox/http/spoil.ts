import type { Context } from 'koa';
import type { Fault } from '../faults.ts';

const HTML = '<html><head><title>Error</title></head><body><center><h1>Error</h1></center></body></html>';

/**
 * What an injected fault makes of a call. `answer` does the work and sets the answer; it runs first where the
 * fault comes after acceptance, and not at all where it comes before. False: the fault is not one of the wire.
 */
export async function spoil(ctx: Context, fault: Fault, answer: () => Promise<void>): Promise<boolean> {
  if (fault.effect !== 'reset' && fault.effect !== 'hang' && fault.effect !== 'status') return false;
  if (fault.accepted) await answer();
  if (fault.effect === 'status') {
    ctx.status = fault.status;
    ctx.type = 'text/html';
    ctx.body = HTML;
    return true;
  }
  // Koa is told to leave the answer to us: there will be none.
  ctx.respond = false;
  if (fault.effect === 'reset') ctx.req.socket.destroy();
  return true;
}
