import { randomBytes } from 'node:crypto';
import type { Clock } from './domain/time.ts';
import type { Timer } from './usecases/answer-message.ts';
import type { Random } from './usecases/deps.ts';

export const systemClock: Clock = { now: () => Date.now() };

export const systemRandom: Random = { bytes: (length) => randomBytes(length) };

export const systemTimer: Timer = {
  after: (ms, run) => {
    const timeout = setTimeout(run, ms);
    return () => {
      clearTimeout(timeout);
    };
  },
};
