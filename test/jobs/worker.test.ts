import { describe, expect, it } from '@jest/globals';
import { createWorker, together } from '../../src/jobs/worker.ts';
import { createLogger } from '../../src/logger.ts';

const log = createLogger({ level: 'silent' });

describe('a worker', () => {
  it('woken at any moment of a pass and after it, makes another pass', async () => {
    for (let ticks = 0; ticks < 12; ticks += 1) {
      let passes = 0;
      const worker = createWorker(() => {
        passes += 1;
        return Promise.resolve(0);
      }, log);
      worker.wake();
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      worker.wake();
      await worker.drain();
      const before = passes;
      expect([ticks, before >= 2]).toEqual([ticks, true]);
    }
  });

  it('drained, has nothing running when it says so', async () => {
    let running = 0;
    let wakes = 3;
    const worker = createWorker(async () => {
      running += 1;
      await Promise.resolve();
      if (wakes > 0) worker.wake();
      wakes -= 1;
      running -= 1;
      return 0;
    }, log);
    await worker.drain();
    expect([running, wakes]).toEqual([0, -1]);
  });

  it('whose pass fails, works again when it is next woken', async () => {
    let passes = 0;
    const worker = createWorker(() => {
      passes += 1;
      return passes === 1 ? Promise.reject(new Error('disk')) : Promise.resolve(0);
    }, log);
    await worker.drain();
    await worker.drain();
    expect(passes).toBe(2);
  });

  it('stopped in the middle of a pass, tells it so, and does not wait for what it has not begun', async () => {
    const begun: number[] = [];
    const worker = createWorker(async (isStopped) => {
      for (let item = 0; item < 100 && !isStopped(); item += 1) {
        begun.push(item);
        if (item === 2) void worker.stop();
        await Promise.resolve();
      }
      return begun.length;
    }, log);
    await worker.drain();
    expect(begun).toEqual([0, 1, 2]);
  });

  it('stopped, begins no other pass', async () => {
    let passes = 0;
    const worker = createWorker(() => Promise.resolve((passes += 1) && 0), log);
    await worker.stop();
    await worker.drain();
    expect(passes).toBe(0);
  });
});

describe('two workers together', () => {
  it('when one is held up, the other goes on working; stopped, both end', async () => {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    let passes = 0;
    const hanging = createWorker(() => gate.then(() => 0), log);
    const other = createWorker(() => {
      passes += 1;
      return Promise.resolve(0);
    }, log);
    const both = together(hanging, other);
    for (let wakes = 1; wakes <= 3; wakes += 1) {
      both.wake();
      await other.drain();
      expect(passes).toBeGreaterThanOrEqual(wakes);
    }
    const stopped = both.stop();
    letGo();
    await stopped;
    both.wake();
    await both.drain();
    const ended = passes;
    both.wake();
    await both.drain();
    expect(passes).toBe(ended);
  });
});
