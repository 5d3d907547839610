import { createServer, type RequestListener, type Server } from 'node:http';

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on loopback; `port` 0 takes a free one. Throws (EADDRINUSE, …) where it cannot. */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Listening> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return {
    url: `http://${host}:${String(address.port)}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
        server.closeAllConnections();
      }),
  };
}
