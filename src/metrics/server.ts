import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Health } from './health.ts';
import type { PrometheusMetrics } from './metrics.ts';

/**
 * Serves `/metrics`, `/healthz` and `/readyz` until `signal` aborts. Resolves once the port is closed.
 *
 * Fails: rejects when the port cannot be opened.
 */
export function serveMetrics(
  port: number,
  metrics: PrometheusMetrics,
  health: Health,
  signal: AbortSignal,
): Promise<void> {
  const server = createServer((request, response) => {
    void answer(request, metrics, health).then(
      (page) => send(response, page),
      () => send(response, { status: 500, type: 'text/plain', body: 'the metrics could not be read\n' }),
    );
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('close', resolve);
    server.listen(port);
    signal.addEventListener('abort', () => {
      // Closing alone would wait for idle connections, which Prometheus and the kubelet keep open.
      server.close();
      server.closeAllConnections();
    });
  });
}

/** One answer. */
interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Any method and no query: probes and Prometheus send plain GETs. */
async function answer(request: IncomingMessage, metrics: PrometheusMetrics, health: Health): Promise<Page> {
  switch (request.url) {
    case '/metrics':
      return { status: 200, type: metrics.contentType, body: await metrics.text() };
    case '/healthz':
      return verdict(health.stuck());
    case '/readyz':
      return verdict(health.notReady());
    default:
      return { status: 404, type: 'text/plain', body: 'try /metrics, /healthz or /readyz\n' };
  }
}

/** 503 is what makes the kubelet act; the words are for people with curl. */
const verdict = (trouble: string | undefined): Page => ({
  status: trouble === undefined ? 200 : 503,
  type: 'text/plain',
  body: `${trouble ?? 'ok'}\n`,
});

function send(response: ServerResponse, { status, type, body }: Page): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
