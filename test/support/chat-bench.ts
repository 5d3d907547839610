import { afterEach, beforeEach } from '@jest/globals';
import type { Reply } from '../../src/conversation/types.ts';
import { handleMessage } from '../../src/usecases/handle-message.ts';
import { type ChatDesk, chatDatabase, formAnswers, inbound, putOrder } from './chat-desk.ts';

/** Anew for each test of a file that calls `useDesk`: a database, one server at work on it, one order of the customer's. */
export let database: ReturnType<typeof chatDatabase>;
export let desk: ChatDesk;

export const useDesk = (): void => {
  beforeEach(async () => {
    database = chatDatabase();
    desk = await database.startDesk();
    await putOrder(desk.deps.store);
  });
  afterEach(() => database.remove());
};

export const say = (text: string, at = desk) => handleMessage(at.deps, inbound(text));
export const textOf = (reply: Reply | undefined) =>
  reply?.type === 'text' ? reply.text : (reply?.type ?? '');
export const fillForm = async (at = desk) => {
  for (const answer of formAnswers) await say(answer, at);
};
export const CASE_NO = /RF\d{8}[2-9A-HJ-NP-Z]{6}/;
