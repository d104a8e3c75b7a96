import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { PrometheusMetrics } from '../../../src/metrics/metrics.ts';
import { serveMetrics } from '../../../src/metrics/server.ts';

/** A port nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('serveMetrics', () => {
  test('answers for metrics and health, and ends when asked', async () => {
    const port = await freePort();
    const stop = new AbortController();
    let trouble: string | undefined = 'the caches are not filled yet';
    const health = { stuck: () => undefined, notReady: () => trouble };
    const ended = serveMetrics(port, new PrometheusMetrics(), health, stop.signal);
    const status = async (path: string): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}${path}`)).status;

    expect(await status('/metrics')).toBe(200);
    expect(await status('/healthz')).toBe(200);
    expect(await status('/readyz')).toBe(503);
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).text()).toBe(`${trouble}\n`);
    trouble = undefined;
    expect(await status('/readyz')).toBe(200);
    expect(await status('/')).toBe(404);

    stop.abort();
    await expect(ended).resolves.toBeUndefined();
  });
});
