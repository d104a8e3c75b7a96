import { afterEach, describe, expect, test } from '@jest/globals';

import { systemClock, type Clock } from '../../../src/clock.ts';
import { CurrentCredentials } from '../../../src/kube/credentials.ts';
import { Transport, type ApiRequest } from '../../../src/kube/transport.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { startFreezableProxy } from './freezable-proxy.ts';
import { json, startLoopbackServer, type Answer, type LoopbackServer } from './loopback-server.ts';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close();
});

interface Line {
  readonly server: LoopbackServer;
  readonly transport: Transport;
}

async function connect(answer: Answer, settings: { timeoutMs?: number; clock?: Clock } = {}): Promise<Line> {
  const server = await startLoopbackServer(answer);
  const clock = settings.clock ?? systemClock;
  const credentials = new CurrentCredentials(server.kubeConfig, clock);
  const timeout = settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs };
  const transport = new Transport({ credentials, clock, userAgent: 'a-test/1', ...timeout });
  opened.push(server, transport);
  return { server, transport };
}

const GET: ApiRequest = { method: 'GET', path: '/api/v1/pods' };
const ok: Answer = (_, response) => json(response, { fine: true });
const never: Answer = () => {};

describe('a request', () => {
  test('carries who we are and what we accept', async () => {
    const { server, transport } = await connect(ok);
    await expect(transport.send(GET)).resolves.toEqual({ fine: true });
    expect(server.arrived[0]).toMatchObject({
      method: 'GET',
      path: '/api/v1/pods',
      headers: { authorization: 'Bearer secret-1', accept: 'application/json', 'user-agent': 'a-test/1' },
    });
  });

  test('carries its body as the type it says', async () => {
    const { server, transport } = await connect(ok);
    await transport.send({
      ...GET,
      method: 'PATCH',
      body: { a: 1 },
      contentType: 'application/merge-patch+json',
    });
    expect(server.arrived[0]).toMatchObject({
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { a: 1 },
    });
  });

  test('loses no field it does not know, either way', async () => {
    const { transport } = await connect((request, response) => json(response, request.body));
    const body = { spec: { fieldOfTheFuture: [{ deep: null }] } };
    await expect(transport.send({ ...GET, method: 'POST', body })).resolves.toEqual(body);
  });
});

describe('connections', () => {
  test('are shared: 200 requests one after the other need one', async () => {
    const { server, transport } = await connect(ok);
    for (let i = 0; i < 200; i++) await transport.send(GET);
    expect(server.connections()).toBe(1);
  });

  test('are few: 2,000 requests at once need at most four', async () => {
    const { server, transport } = await connect(ok);
    await Promise.all(Array.from({ length: 2000 }, () => transport.send(GET)));
    expect(server.connections()).toBeLessThanOrEqual(4);
  });

  test('for watches are others, so that any number of watches leaves room for requests', async () => {
    const { server, transport } = await connect((request, response) => {
      if (request.path === '/watch') response.writeHead(200).write('\n');
      else json(response, {});
    });
    const stopping = new AbortController();
    const watches = Array.from({ length: 150 }, () => transport.stream('/watch', stopping.signal));
    await Promise.all(watches.map((watch) => watch.next()));
    await expect(transport.send(GET)).resolves.toEqual({});
    expect(server.connections()).toBeLessThanOrEqual(3);
    stopping.abort();
  });

  test('that were cut are replaced', async () => {
    const { server, transport } = await connect(ok);
    await transport.send(GET);
    server.cut();
    await transport.send(GET).catch(() => undefined);
    await expect(transport.send(GET)).resolves.toEqual({ fine: true });
  });
});

describe('a connection that died without a word', () => {
  test('is noticed and replaced', async () => {
    const server = await startLoopbackServer(ok);
    const proxy = await startFreezableProxy(Number(new URL(server.url).port));
    for (const cluster of server.kubeConfig.getClusters()) {
      Object.assign(cluster, { server: `https://127.0.0.1:${proxy.port}` });
    }
    const credentials = new CurrentCredentials(server.kubeConfig, systemClock);
    const transport = new Transport({
      credentials,
      clock: systemClock,
      userAgent: 'a-test/1',
      timeoutMs: 200,
    });
    opened.push(server, proxy, transport);
    await transport.send(GET);
    proxy.freeze();

    await expect(transport.send(GET)).rejects.toMatchObject({ reason: 'Unreachable' });
    const outcomes: string[] = [];
    for (let attempt = 0; attempt < 10 && !outcomes.includes('answered'); attempt++) {
      outcomes.push(
        await transport.send(GET).then(
          () => 'answered',
          () => 'not answered',
        ),
      );
    }
    expect(outcomes).toContain('answered');
    expect(server.connections()).toBe(2);
  });
});

describe('a refusal', () => {
  test('is told in the words of the server', async () => {
    const { transport } = await connect((_, response) => {
      response.setHeader('retry-after', '4');
      json(response, { kind: 'Status', message: 'slow down', reason: 'TooManyRequests' }, 429);
    });
    const refusal = { reason: 'TooManyRequests', code: 429, message: 'slow down', retryAfterSeconds: 4 };
    await expect(transport.send(GET)).rejects.toMatchObject(refusal);
  });

  test('of our credentials leads to fresh ones', async () => {
    const { server, transport } = await connect((request, response) => {
      const known = request.headers['authorization'] === 'Bearer secret-2';
      json(response, {}, known ? 200 : 401);
    });
    await expect(transport.send(GET)).rejects.toMatchObject({ reason: 'Unauthorized' });
    for (const user of server.kubeConfig.getUsers()) Object.assign(user, { token: 'secret-2' });
    await expect(transport.send(GET)).resolves.toEqual({});
  });
});

describe('no answer', () => {
  test('within the limit is an unreachable server', async () => {
    const { transport } = await connect(never, { timeoutMs: 30 });
    await expect(transport.send(GET)).rejects.toMatchObject({ reason: 'Unreachable', code: 0 });
  });

  test('however busy the connection looks, ends after twice the limit', async () => {
    const clock = new ManualClock();
    const arrival = Promise.withResolvers<void>();
    const { transport } = await connect(() => arrival.resolve(), { clock });
    const sent = transport.send(GET);
    await arrival.promise;
    clock.advance(20_000);
    const message = 'GET /api/v1/pods: no answer within 20000 ms';
    await expect(sent).rejects.toMatchObject({ reason: 'Unreachable', message });
  });

  test('because nobody listens is an unreachable server', async () => {
    const { server, transport } = await connect(ok);
    await server.close();
    const message = expect.stringMatching(/^https?:\/\/\S+:\d+ cannot be reached: .*ECONNREFUSED/u);
    await expect(transport.send(GET)).rejects.toMatchObject({ reason: 'Unreachable', message });
  });
});

describe('a stream', () => {
  test('hands over what comes until the server ends it', async () => {
    const { transport } = await connect((_, response) => {
      response.write('one ');
      response.end('two');
    });
    let text = '';
    for await (const chunk of transport.stream('/log', new AbortController().signal))
      text += Buffer.from(chunk).toString();
    expect(text).toBe('one two');
  });

  test('ends when asked', async () => {
    const { transport } = await connect((_, response) => response.write('one'));
    const stopping = new AbortController();
    const stream = transport.stream('/log', stopping.signal);
    await stream.next();
    const next = stream.next();
    stopping.abort();
    await expect(next).rejects.toMatchObject({ reason: 'Aborted' });
  });

  test('that is refused fails like a request', async () => {
    const { transport } = await connect((_, response) => json(response, { message: 'too old' }, 410));
    const stream = transport.stream('/watch', new AbortController().signal);
    await expect(stream.next()).rejects.toMatchObject({ reason: 'Gone', message: 'too old' });
  });
});

describe('closing', () => {
  test('cuts what is in flight and refuses what comes later', async () => {
    const arrival = Promise.withResolvers<void>();
    const { transport } = await connect(() => arrival.resolve());
    const outcome = transport.send(GET).catch((error: unknown) => error);
    await arrival.promise;
    await transport.close();
    await expect(outcome).resolves.toMatchObject({ reason: 'Aborted' });
    await expect(transport.send(GET)).rejects.toMatchObject({ reason: 'Aborted' });
  });
});
