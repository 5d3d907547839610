import { type Account, decryptMessage, fieldsOf, sha1Of } from '../test/support/wechat-wire.ts';
import type { TurnShot } from './customers.ts';
import type { Answer } from './load.ts';

const replyOf = (account: Account, text: string): Readonly<Record<string, string>> => {
  const outer = fieldsOf(text);
  if (account.aesKey === null) return outer;
  const { Encrypt = '', MsgSignature, TimeStamp = '', Nonce = '' } = outer;
  if (MsgSignature !== sha1Of(account.token, TimeStamp, Nonce, Encrypt)) throw new Error('signed wrongly');
  const { appid, message } = decryptMessage(account.aesKey, Encrypt);
  if (appid !== account.appid) throw new Error(`from ${appid}`);
  return fieldsOf(message);
};

/** What is wrong with an answer, as WeChat and the customer would find it; null where it is the right one. */
export const faultOf = (
  account: Account,
  { shot, status, text }: Answer<TurnShot>,
  hears = shot.turn.hears,
): string | null => {
  const said = `${shot.turn.says} (${shot.customer.openid})`;
  if (status !== 200) return `${said}: answered ${String(status)} ${text}`;
  try {
    const { ToUserName, Content = '' } = replyOf(account, text);
    if (ToUserName !== shot.customer.openid) return `${said}: answered to ${String(ToUserName)}`;
    return Content.includes(hears) ? null : `${said}: answered "${Content}"`;
  } catch (error) {
    return `${said}: ${String(error)}: ${text}`;
  }
};
