/** What is told again and again, each time with a failure at another point of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Crashing, startCrashing } from './crashing.ts';
import type { Failure, Points } from './crashing-process.ts';
import { onMongo } from './engine.ts';

/** What a server has in its environment beside what every one has. */
export type Environment = () => Promise<Readonly<Record<string, string>>>;

/** Of the file that tells. */
export let desk: Crashing;

export interface Telling {
  /** null: nothing fails, and it is counted at how many points something could. */
  readonly failure: Failure | null;
  /** In this something fails, or in the minutes after it. */
  readonly through: (work: () => Promise<void>) => Promise<void>;
}

export interface Tale {
  readonly title: string;
  /** So many points there are at the least at which it can fail; fewer, and it is not told. */
  readonly least: Points;
  /** Tells it once, from the beginning to its end, and sees that this is as it should be. */
  readonly told: (telling: Telling) => Promise<void>;
}

interface Told {
  readonly points: Points;
  readonly hasFailed: boolean;
}

const tellOnce = async ({ told }: Tale, failure: Failure | null): Promise<Told> => {
  desk.simulators.faults.clear();
  let outcome: Told = { points: { write: 0, call: 0 }, hasFailed: false };
  await told({
    failure,
    through: async (work) => {
      desk.plan(failure);
      await work();
      await desk.settle(3);
      outcome = { points: desk.points(), hasFailed: await desk.heal() };
    },
  });
  return outcome;
};

const failures = (['write', 'call'] as const).flatMap((on) =>
  (['before', 'after'] as const).flatMap((when) =>
    [true, false].map((ends) => ({ on, when, ends }) as const),
  ),
);
type Way = (typeof failures)[number];
const inWords = ({ on, when, ends }: Way): string =>
  `${on === 'write' ? 'a write' : 'an outgoing call'} fails ${when} it takes effect${ends ? ', and the process with it' : ''}`;

/**
 * On SQLite every write and every call is made to fail. A hosted engine takes many times as long: there it is every thirtieth
 * write and every tenth call, each way of failing from another on. Which of them it is matters to the use cases alone,
 * and those are the same on both.
 */
const HOSTED_STRIDES = { write: 30, call: 10 } as const;
const strideOf = ({ on }: Way): number => (onMongo ? HOSTED_STRIDES[on] : 1);

/** Each tale with each failure at each of its points, which are counted when it is first told, with none. */
export const tellAll = (environment: Environment, ...tales: readonly Tale[]): void => {
  beforeAll(async () => {
    desk = await startCrashing(await environment());
  }, 30_000);
  afterAll(() => desk.close());
  afterEach(() => {
    desk.simulators.faults.clear();
  });

  describe.each(tales.map((tale) => [tale.title, tale] as const))('%s', (_title, tale) => {
    let points: Points;
    beforeAll(async () => {
      ({ points } = await tellOnce(tale, null));
    }, 30_000);

    it.each(failures.map((failure, index) => [inWords(failure), failure, index] as const))(
      '%s, at any point: it ends as it should, once, told, nothing forgotten',
      async (_words, failure, index) => {
        const least = tale.least[failure.on];
        expect(points[failure.on]).toBeGreaterThanOrEqual(least);
        const stride = strideOf(failure);
        for (let nth = 1 + (index % stride); nth <= points[failure.on]; nth += stride) {
          const { hasFailed } = await tellOnce(tale, { ...failure, nth });
          if (nth <= least) expect([nth, hasFailed]).toEqual([nth, true]);
        }
      },
      120_000,
    );
  });
};
