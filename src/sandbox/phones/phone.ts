import type { SandboxContext } from '../context.ts';
import type { Entry, Phone } from '../world/schema.ts';

const KEPT = 500;
const RANDOM_BYTES = 6;

export const findPhone = (context: SandboxContext, openid: string): Phone | undefined =>
  context.world.phones.find((phone) => phone.openid === openid);

/** Puts a line on a phone's screen. */
export function show(context: SandboxContext, phone: Phone, line: Omit<Entry, 'id' | 'at'>): Entry {
  const entry = { ...line, id: context.random(RANDOM_BYTES).toString('hex'), at: context.now() };
  phone.messages.push(entry);
  phone.messages.splice(0, phone.messages.length - KEPT);
  context.keeper.later();
  context.changes.tell({ kind: 'phone', openid: phone.openid });
  return entry;
}
