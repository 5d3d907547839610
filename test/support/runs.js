import process from 'node:process';

const DAY_MS = 86_400_000;

/** Whether what goes by that name is this run's, or that of one which began more than a day ago. */
export const isOver = (pattern, name) => {
  const run = pattern.exec(name)?.[1];
  if (run === undefined) return false;
  return run === process.env.TEST_RUN_ID || Date.now() - Number.parseInt(run, 36) > DAY_MS;
};
