import type { SandboxContext } from '../context.ts';
import { noAllowance } from '../official-account/allowance.ts';
import { raiseEvent, sayPicture, sayText } from '../official-account/inbound.ts';
import type { PhoneHandle } from '../options.ts';
import { findPhone } from './phone.ts';

/** A phone to act with from a program. Throws where there is none. */
export function phoneHandle(context: SandboxContext, openid: string): PhoneHandle {
  const phone = findPhone(context, openid);
  if (phone === undefined) throw new Error(`There is no phone ${openid}`);
  return {
    openid,
    say: (text) => sayText(context, phone, text).delivered,
    sendPicture: (bytes, contentType = 'image/jpeg') =>
      sayPicture(context, phone, bytes, contentType).delivered,
    raise: (event, key = '') => raiseEvent(context, phone, event, key).delivered,
    screen: () => phone,
  };
}

export function addPhone(context: SandboxContext, openid: string, name: string): PhoneHandle {
  context.world.phones.push({
    openid,
    name,
    about: '',
    subscribed: true,
    messages: [],
    wallet: [],
    afterMessage: noAllowance(),
    afterTap: noAllowance(),
  });
  context.keeper.later();
  return phoneHandle(context, openid);
}
