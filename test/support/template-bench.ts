import { afterEach, beforeEach, expect } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import type { OfficialAccount } from '../../src/gateways/official-account/types.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import { takeTemplateResult } from '../../src/usecases/template-result.ts';
import { type ChatDesk, chatDatabase, formAnswers, held, inbound, putOrder } from './chat-desk.ts';
import { type Running, account, startWechatServer } from './wechat-server.ts';
import { type Fields, wechatWire } from './wechat-wire.ts';

/** 20 digits; a double cannot tell it from the next one. */
export const MSGID = '18446744073709551614';
export const wire = wechatWire(account);

/** Anew for each test of a file that calls `useTemplates`: a desk behind its server, with one case whose receipt is to be sent. */
export let database: ReturnType<typeof chatDatabase>;
export let desk: ChatDesk;
export let server: Running;
/** The customer messages that have been sent. */
export let texts: string[];

const nothing = (): Promise<unknown> => Promise.resolve();
export const moment = {
  /** Runs after WeChat has taken the template, before the desk has its answer. */
  beforeTheAnswer: nothing,
};

/** A WeChat that takes everything, as this desk reaches it. */
export const wechat: OfficialAccount = {
  sendText: (_openid, text) => {
    texts.push(text);
    return Promise.resolve({ kind: 'sent', messageId: null });
  },
  sendTemplate: async () => {
    await moment.beforeTheAnswer();
    return { kind: 'sent', messageId: MSGID };
  },
  downloadMedia: () => Promise.reject(new Error('nothing is downloaded here')),
};
const changes: Partial<Deps> = {
  officialAccount: wechat,
  templates: { received: { id: 'TPL', fields: { character_string1: 'caseNo' } } },
};

export const serve = ({ deps }: ChatDesk, aesKey = account.aesKey) =>
  startWechatServer({
    aesKey,
    handleMessage: (message) => handleMessage(deps, message),
    takeTemplateResult: (result) => takeTemplateResult(deps, result),
  });
export const anotherDesk = async (wrap?: Parameters<typeof database.startDesk>[1]): Promise<ChatDesk> => {
  const other = await database.startDesk(changes, wrap);
  other.clock.advance(desk.clock.now() - other.clock.now());
  return other;
};

export const useTemplates = (): void => {
  beforeEach(async () => {
    database = chatDatabase();
    texts = [];
    moment.beforeTheAnswer = nothing;
    desk = await database.startDesk(changes);
    server = await serve(desk);
    await putOrder(desk.deps.store);
    for (const said of [...formAnswers, '确认']) await handleMessage(desk.deps, inbound(said));
  });
  afterEach(async () => {
    await server.stop();
    await database.remove();
  });
};

export const jobFinished = (status: string, more: Fields = {}): Fields => ({
  ToUserName: 'gh_desk',
  FromUserName: 'oCustomer',
  CreateTime: 1714112445,
  MsgType: 'event',
  Event: 'TEMPLATESENDJOBFINISH',
  MsgID: MSGID,
  Status: status,
  ...more,
});
export const report = async (status: string, more: Fields = {}): Promise<void> => {
  const answer = await wire.post(server.url, jobFinished(status, more));
  expect(answer).toMatchObject({ status: 200, raw: 'success' });
};

export const theCase = async (): Promise<Case> => {
  const [kase] = (await held(desk.deps)).cases;
  if (!kase) throw new Error('no case');
  return kase;
};
export const history = async (): Promise<string[]> =>
  (await theCase()).timeline.map(({ event: { type } }) => type);
export const told = async (): Promise<string[]> =>
  (await history()).filter((type) => type.startsWith('Notice'));
export const warned = () => desk.logged.filter(({ level }) => level !== 'info').map(({ message }) => message);
