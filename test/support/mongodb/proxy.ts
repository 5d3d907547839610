import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import mongoose from 'mongoose';

export type Command = Record<string, unknown>;

const HEADER_BYTES = 16;
const OP_MSG = 2_013;

/** The command of an OP_MSG: after the header and the flags, the section of kind 0. */
const commandOf = (message: Buffer): Command | null => {
  if (message.readInt32LE(12) !== OP_MSG) return null;
  let at = HEADER_BYTES + 4;
  while (at < message.length) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    if (kind === 0) return mongoose.mongo.BSON.deserialize(message.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return null;
};

/** Tells of each whole message in a stream of them. */
const messages = (tell: (message: Buffer) => void) => {
  let rest = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      tell(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
};

/**
 * A way to a MongoDB server that can be cut and that sees every command. Its URI stands for the server's; options
 * of the given one are kept.
 */
export const startProxy = async (uri: string) => {
  const [, scheme = '', host = '', port = '27017', rest = ''] =
    /^(mongodb:\/\/(?:[^@/]*@)?)([^:/?,]+)(?::(\d+))?(.*)$/.exec(uri) ?? [];
  const sockets = new Set<Socket>();
  const commands: Command[] = [];
  let state: 'open' | 'cut' | 'stalled' = 'open';
  let doomed: ((command: Command) => boolean) | null = null;

  const server = createServer((client) => {
    if (state === 'cut') {
      client.destroy();
      return;
    }
    const upstream = connect(Number(port), host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    let isDoomed = false;
    const read = messages((message) => {
      const command = commandOf(message);
      if (command) commands.push(command);
      if (command && doomed?.(command)) isDoomed = true;
    });
    client.on('data', (chunk: Buffer) => {
      if (state === 'stalled') return;
      read(chunk);
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (state === 'stalled') return;
      if (!isDoomed) client.write(chunk);
      else {
        doomed = null;
        client.destroy();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    uri: `${scheme}127.0.0.1:${String(address.port)}${rest}`,
    /** Every command that has gone to the server, heartbeats among them. */
    commands,
    /** Connections end and new ones are refused. */
    cut: (): void => {
      state = 'cut';
      drop();
    },
    /** Connections stay and nothing passes any more. */
    stall: (): void => {
      state = 'stalled';
    },
    restore: (): void => {
      state = 'open';
      drop();
    },
    /** The next such command reaches the server; its answer is lost with the connection. */
    loseAnswerTo: (which: (command: Command) => boolean): void => {
      doomed = which;
    },
    close: async (): Promise<void> => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
};
export type Proxy = Awaited<ReturnType<typeof startProxy>>;
