import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { loadConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { StoppedBeforeUp } from './open-patiently.ts';
import { start } from './start.ts';
import { systemRandom } from './system.ts';

const rootDir = fileURLToPath(new URL('..', import.meta.url));
const loaded = loadConfig(process.env, rootDir);
if (!loaded.ok) {
  process.stderr.write(
    `Refund desk cannot start:\n${loaded.faults.map((fault) => `  - ${fault}\n`).join('')}`,
  );
  process.exit(1);
}

const { config } = loaded;
const log = createLogger({ level: config.log.level });
// A fault nobody caught, also in a promise: said through the log, which masks, and then the end; a restart goes on.
process.on('uncaughtException', (err) => {
  log.error({ err }, 'a fault that nobody caught');
  process.exit(1);
});
const stopping = new AbortController();
const stop = (): void => {
  // A second signal means: now.
  if (stopping.signal.aborted) process.exit(1);
  stopping.abort();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
try {
  const running = await start({ config, log, random: systemRandom, stopping: stopping.signal });
  process.stdout.write(running.greeting);
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
  await running.stop().catch((err: unknown) => {
    log.error({ err }, 'the stop was not clean');
    process.exit(1);
  });
} catch (error) {
  if (!(error instanceof StoppedBeforeUp)) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Refund desk cannot start:\n${message.replace(/^/gm, '  - ')}\n`);
    process.exit(1);
  }
}
process.exit(0);
