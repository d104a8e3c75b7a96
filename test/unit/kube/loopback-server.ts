import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KubeConfig } from '@kubernetes/client-node';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export type Answer = (request: Arrived, response: Http2ServerResponse) => void;

/** A TLS server on the loopback interface that speaks HTTP/2, answers as told and counts its connections. */
export interface LoopbackServer {
  readonly url: string;
  readonly kubeConfig: KubeConfig;
  readonly arrived: Arrived[];
  /** Opened so far. */
  connections(): number;
  /** Cuts the connections there are, without a word. */
  cut(): void;
  close(): Promise<void>;
}

export async function startLoopbackServer(answer: Answer): Promise<LoopbackServer> {
  const { key, cert } = selfSigned();
  const server = createSecureServer({ key, cert, allowHTTP1: true });
  const arrived: Arrived[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('secureConnection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => {});
  server.on('request', (request: Http2ServerRequest, response: Http2ServerResponse) => {
    void bodyOf(request).then((body) => {
      const got = { method: request.method, path: request.url, headers: request.headers, body };
      arrived.push(got);
      answer(got, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url,
    kubeConfig: kubeConfigFor(url, cert),
    arrived,
    connections: () => connections,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

/** Answers with JSON. */
export function json(response: Http2ServerResponse, body: unknown, code = 200): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function kubeConfigFor(
  server: string,
  ca: string,
  user: Record<string, unknown> = { token: 'secret-1' },
): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [{ name: 'c', server, caData: Buffer.from(ca).toString('base64') }],
    users: [{ name: 'u', ...user }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  return kubeConfig;
}

let made: { readonly key: string; readonly cert: string } | undefined;

/** A fresh certificate for 127.0.0.1, one per test file. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'loopback-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}

async function bodyOf(request: Http2ServerRequest): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}
