import cron, { type ScheduledTask } from 'node-cron';
import type { Worker } from './worker.ts';

interface Job {
  readonly name: string;
  /** Second, minute, hour, day, month, weekday; in China's time. */
  readonly when: string;
  readonly run: (worker: Worker) => void | Promise<void>;
}

/**
 * The cron table. Work is done when it is written; this catches what a restart, a crash or the mere passing of
 * time has left due. Nothing depends on a firing: each one asks for everything that is due.
 */
const table: readonly Job[] = [
  {
    name: 'due-work',
    when: '*/5 * * * * *',
    run: (worker) => {
      worker.wake();
    },
  },
];

export const startSchedule = (worker: Worker): { stop: () => Promise<void> } => {
  const tasks: readonly ScheduledTask[] = table.map(({ name, when, run }) =>
    cron.schedule(when, () => run(worker), { name, timezone: 'Asia/Shanghai', noOverlap: true }),
  );
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
};
