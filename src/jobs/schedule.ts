import cron, { type ScheduledTask } from 'node-cron';

/** What the table can call for. */
export interface Jobs {
  /** Tells the worker that there may be work. */
  readonly wake: () => void;
  readonly recomputeDeadlines: () => Promise<void>;
  readonly morningDigest: () => Promise<void>;
}

interface Job {
  readonly name: string;
  /** Second, minute, hour, day, month, weekday; in China's time. */
  readonly when: string;
  readonly run: (jobs: Jobs) => void | Promise<void>;
}

/**
 * The cron table. Work is done when it is written; this catches what a restart, a crash or the mere passing of
 * time has left due. Nothing depends on a firing: each one asks for everything that is due.
 */
const table: readonly Job[] = [
  {
    name: 'due-work',
    when: '*/5 * * * * *',
    run: ({ wake }) => {
      wake();
    },
  },
  {
    // Done at every start too; this is for dates that a process with an older calendar has given since.
    name: 'recompute-deadlines',
    when: '0 30 4 * * *',
    run: ({ recomputeDeadlines }) => recomputeDeadlines(),
  },
  {
    // From 9:00 on; again, so that a morning on which nothing ran, or the store was away, is made up for.
    name: 'morning-digest',
    when: '0 */10 9-23 * * *',
    run: ({ morningDigest }) => morningDigest(),
  },
];

export const startSchedule = (jobs: Jobs): { stop: () => Promise<void> } => {
  const tasks: readonly ScheduledTask[] = table.map(({ name, when, run }) =>
    cron.schedule(when, () => run(jobs), { name, timezone: 'Asia/Shanghai', noOverlap: true }),
  );
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
};
