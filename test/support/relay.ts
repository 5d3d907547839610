import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to an HTTP server that remembers which paths were asked for. */
export const startRelay = async (to: string) => {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push((incoming.url ?? '').replace(/\?.*$/, ''));
    const { method, headers, url = '' } = incoming;
    const passed = request(`${to}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    timesAsked: (path: string): number => asked.filter((each) => each === path).length,
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
export type Relay = Awaited<ReturnType<typeof startRelay>>;
