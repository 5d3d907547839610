import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/time.ts';
import { WorkMemory, workDue } from '../../../src/usecases/work-due.ts';
import { failingAt } from '../../support/chat-desk.ts';
import {
  anotherDesk,
  desk,
  jobFinished,
  moment,
  report,
  serve,
  texts,
  told,
  useTemplates,
  wechat,
  wire,
} from '../../support/template-bench.ts';
import { work } from '../../support/threads.ts';

useTemplates();

describe('WeChat is faster than the desk: it says so before', () => {
  it.each(['success', 'failed:user block'])(
    '%s, before the sender has the answer, to another process: applied within seconds of that',
    async (status) => {
      const other = await anotherDesk();
      const there = await serve(other);
      moment.beforeTheAnswer = async () => {
        moment.beforeTheAnswer = () => Promise.resolve();
        await wire.post(there.url, jobFinished(status));
        await work(other);
        expect(await told()).toEqual([]);
      };
      await work(desk);
      await there.stop();
      expect(await told()).toEqual(['NoticeSent']);
      other.clock.advance(5_000);
      await work(other);
      expect((await told())[1]).toBe(status === 'success' ? 'NoticeArrived' : 'NoticeNotArrived');
      expect(texts).toHaveLength(status === 'success' ? 0 : 1);
    },
  );

  it('the answer is lost, and the same number comes of sending again: applied then', async () => {
    const lost = {
      ...wechat,
      sendTemplate: () => Promise.resolve({ kind: 'unknown', detail: 'reset' } as const),
    };
    await work({ ...desk, deps: { ...desk.deps, officialAccount: lost } });
    await report('success');
    await work(desk);
    expect(await told()).toEqual([]);
    desk.clock.advance(9 * MINUTE_MS);
    await work(desk);
    desk.clock.advance(15 * MINUTE_MS);
    await work(desk);
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it('and the sender never says that it was sent: given up within the hour', async () => {
    const away = { ...desk, deps: { ...desk.deps, officialAccount: null } };
    await work(away);
    await report('success');
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await work(away);
      desk.clock.advance(5 * MINUTE_MS);
    }
    desk.clock.advance(HOUR_MS);
    await work(desk);
    expect(await told()).toEqual(['NoticeSent']);
    expect(await workDue(desk.deps, new WorkMemory())).toBe(0);
  });
});

describe('something fails', () => {
  beforeEach(() => work(desk));

  it('the store, when WeChat says so: it is not answered with success, and taken when it is delivered again', async () => {
    const { wrap, arm } = failingAt(0, 'before');
    const ill = await anotherDesk(wrap);
    const there = await serve(ill);
    arm();
    const answer = await wire.post(there.url, jobFinished('failed:user block'));
    await there.stop();
    expect(answer.status).toBe(500);
    await report('failed:user block');
    await work(desk);
    expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
  });

  it.each(['before', 'after'] as const)(
    'the process, %s any step between taking it and being done: another one applies it, once',
    async (when) => {
      await report('success');
      for (let step = 0; ; step += 1) {
        const { wrap, arm, reached } = failingAt(step, when);
        const dying = await anotherDesk(wrap);
        arm();
        await workDue(dying.deps, new WorkMemory()).catch(() => undefined);
        if (!reached()) break;
        expect(step).toBeLessThan(40);
      }
      desk.clock.advance(15 * MINUTE_MS);
      await work(await anotherDesk());
      expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
    },
  );

  it('two processes apply it at the same time: one line', async () => {
    const other = await anotherDesk();
    await report('failed:user block');
    await Promise.all([work(desk), work(other)]);
    expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
    expect(texts).toHaveLength(1);
  });
});
