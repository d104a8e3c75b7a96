/** Asks the cluster's API server as its administrator. Runs inside the network namespace. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';

import { certificateFile, keyFile } from './certificates.ts';
import { API_SERVER_URL } from './cluster-layout.ts';
import type { ClusterLayout } from './cluster-layout.ts';

const ANSWER_WITHIN_MS = 5000;

export interface ApiServerAnswer {
  readonly status: number;
  readonly body: string;
}

/** One GET, or one POST if there is a body. Fails: when nobody answers. */
export async function askApiServer(
  layout: ClusterLayout,
  path: string,
  body?: unknown,
): Promise<ApiServerAnswer> {
  const [ca, cert, key] = await Promise.all(
    [
      certificateFile(layout.certificates, 'ca'),
      certificateFile(layout.certificates, 'admin'),
      keyFile(layout.certificates, 'admin'),
    ].map((file) => readFile(file)),
  );
  return await new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = { 'content-type': 'application/json' };
    const options = { method, headers, ca, cert, key, agent: false, timeout: ANSWER_WITHIN_MS };
    const asked = request(new URL(path, API_SERVER_URL), options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      answer.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer to ${path} in time`)));
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
