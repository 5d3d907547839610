import { PassThrough, type Readable } from 'node:stream';
import type { SandboxContext } from '../context.ts';

const KEEP_ALIVE_MS = 25_000;

export interface EventStreams {
  /** A new stream of changes, as `text/event-stream`. */
  open(): Readable;
  /** Ends all of them, so that a server can close. */
  end(): void;
}

export function createEventStreams(context: SandboxContext): EventStreams {
  const streams = new Set<PassThrough>();
  let count = 0;

  const keepAlive = async (stream: PassThrough): Promise<void> => {
    for (;;) {
      await context.wait(KEEP_ALIVE_MS);
      if (!streams.has(stream)) return;
      stream.write(':\n\n');
    }
  };
  return {
    open: () => {
      const stream = new PassThrough();
      streams.add(stream);
      const stop = context.changes.listen((change) => {
        count += 1;
        stream.write(`id: ${String(count)}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`);
      });
      stream.on('close', () => {
        stop();
        streams.delete(stream);
      });
      stream.write(': listening\n\n');
      void keepAlive(stream);
      return stream;
    },
    end: () => {
      for (const stream of streams) stream.end();
      streams.clear();
    },
  };
}
