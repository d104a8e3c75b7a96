import { once } from 'node:events';
import { createServer } from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';
import { expect, test } from '@jest/globals';
import { WebSocketServer, type WebSocket } from 'ws';
import { forwardPort } from '../../../src/cli/forward-port.ts';

const POD = { namespace: 'jobs', name: 'pi-driver', port: 4040 };
/** The number of the port, in the first two bytes that each channel carries. */
const PORT_BYTES = [4040 % 256, Math.floor(4040 / 256)];

const frame = (channel: number, words: string): Buffer =>
  Buffer.concat([Buffer.from([channel]), Buffer.from(words)]);

/** Runs `work` against an API server whose kubelet does `onConnection`, or that answers with `status`. */
async function forwarded(onConnection: (socket: WebSocket) => void, status = 101) {
  const server = createServer((_, answer) => answer.writeHead(status).end());
  const asked: string[] = [];
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
  server.on('upgrade', (request, connection, head) => {
    asked.push(request.url ?? '');
    if (status !== 101) {
      connection.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      for (const channel of [0, 1]) socket.send(Buffer.from([channel, ...PORT_BYTES]));
      onConnection(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const kubeConfig = new KubeConfig();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  kubeConfig.loadFromClusterAndUser(
    { name: 'test', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'me' },
  );
  const [near, far]: [Duplex, Duplex] = duplexPair();
  const over = forwardPort(kubeConfig, POD, near).finally(() => {
    near.destroy();
    server.close();
  });
  return { far, over, asked };
}

test('what is written goes to the pod, and what it answers comes back, until it hangs up', async () => {
  const { far, over, asked } = await forwarded((socket) => {
    socket.once('message', (data: Buffer) => {
      socket.send(frame(0, `heard ${data.subarray(1).toString()} on ${data[0]}`));
      socket.close();
    });
  });
  far.write('GET /');
  expect(await text(far)).toBe('heard GET / on 0');
  await over;
  expect(asked).toEqual(['/api/v1/namespaces/jobs/pods/pi-driver/portforward?ports=4040']);
});

test('nobody who listens on the port is told in the words of the kubelet', async () => {
  const { over } = await forwarded((socket) => {
    socket.send(frame(1, 'connection refused\n'));
    socket.close();
  });
  await expect(over).rejects.toThrow('port 4040 of pod pi-driver: connection refused');
});

test('a right that is missing is named', async () => {
  const { over } = await forwarded(() => undefined, 403);
  await expect(over).rejects.toThrow('you may not get, or not create, pods/portforward in its namespace');
});

test('who goes away takes the connection to the pod along', async () => {
  const gone = Promise.withResolvers<void>();
  const { far, over } = await forwarded((socket) => {
    socket.on('close', () => gone.resolve());
    socket.send(frame(0, 'hello'));
  });
  await once(far, 'data');
  far.end();
  await expect(gone.promise).resolves.toBeUndefined();
  await over;
});
