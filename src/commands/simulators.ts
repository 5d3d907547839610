import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { DeskNotReady } from '../sandbox/phones/feed.ts';

/** `npm run simulators -- [--port N] [--target URL] [--state DIR]`: the sandbox in a process of its own. */

const USAGE = 'Usage: npm run simulators -- [--port N] [--target URL] [--state DIR]';
const RETRY_MS = 2_000;

interface Options {
  readonly port: number;
  readonly target: string;
  readonly state: string;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '3001' },
      target: { type: 'string', default: 'http://127.0.0.1:3000' },
      state: { type: 'string', default: 'data/simulators' },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) throw new Error(`--port ${values.port} is no port`);
  if (!URL.canParse(values.target)) throw new Error(`--target ${values.target} is no address`);
  return { port, target: values.target, state: resolve(values.state) };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms).unref());

/** The desk is usually started after its simulators: its orders follow once it answers. */
async function seedOnceReachable(sandbox: Sandbox, target: string): Promise<void> {
  for (;;) {
    try {
      const count = await sandbox.seed();
      process.stderr.write(`Told the desk at ${target} of ${String(count)} demo orders\n`);
      return;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DeskNotReady)) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        return;
      }
      await pause(RETRY_MS);
    }
  }
}

async function main(): Promise<void> {
  const { port, target, state } = readOptions(process.argv.slice(2));
  const sandbox = await startSandbox({
    clock: { now: () => Date.now() },
    random: randomBytes,
    stateDir: state,
    port,
    target,
    onFailure: (error) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    },
  });
  const lines = Object.entries(sandbox.environment).map(([name, value]) => `${name}=${value}\n`);
  process.stdout.write(`# The phones: ${sandbox.url}/sandbox\n${lines.join('')}`);
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await seedOnceReachable(sandbox, target);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 1;
});
