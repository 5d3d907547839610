import { fileURLToPath } from 'node:url';
import { loadConfig } from './config.ts';
import { createLogger } from './logger.ts';
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
try {
  const running = await start({ config, log, random: systemRandom });
  let signalled = false;
  const stop = (): void => {
    // A second signal means: now.
    if (signalled) process.exit(1);
    signalled = true;
    running.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'the stop was not clean');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write(running.greeting);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Refund desk cannot start:\n${message.replace(/^/gm, '  - ')}\n`);
  process.exit(1);
}
