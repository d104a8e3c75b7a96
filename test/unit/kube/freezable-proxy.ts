import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes bytes on between a client and a server on the loopback interface, until it is told to play dead. */
export interface FreezableProxy {
  readonly port: number;
  /** Passes nothing on any more over the connections there are, and closes none: like a lost route. New ones work. */
  freeze(): void;
  close(): Promise<void>;
}

export async function startFreezableProxy(targetPort: number): Promise<FreezableProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const freeze = (): void => sockets.forEach((socket) => socket.unpipe().pause());
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port, freeze, close };
}
