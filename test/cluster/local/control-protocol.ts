/** What the command line and the tests ask the supervisor of a cluster, over a socket in the cluster's folder. */
import { request } from 'node:http';

import type { ClusterLayout } from './cluster-layout.ts';

export type ClusterState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: string };

export interface ClusterStatus {
  readonly state: ClusterState;
  /** What has been reported since the start, a line each. */
  readonly lines: readonly string[];
  /** By name: whether the component runs. */
  readonly components: Readonly<Record<string, string>>;
}

/** Fails: when the supervisor does not answer. */
export async function askStatus(layout: ClusterLayout): Promise<ClusterStatus> {
  return JSON.parse(await ask(layout, 'GET', '/status')) as ClusterStatus;
}

/** Starts a component that was stopped and waits until it is ready. */
export async function askToStart(layout: ClusterLayout, component: string): Promise<void> {
  await ask(layout, 'POST', `/components/${component}/start`);
}

/** Stops a component with the signal, and waits for its end. It stays down until it is started. */
export async function askToStop(
  layout: ClusterLayout,
  component: string,
  signal: NodeJS.Signals,
): Promise<void> {
  await ask(layout, 'POST', `/components/${component}/stop?signal=${signal}`);
}

/** Adds a node to the first one and waits until it is ready. */
export async function askToAddNode(layout: ClusterLayout, index: number): Promise<void> {
  await ask(layout, 'POST', `/nodes/${index}/add`);
}

/** Ends all of a further node at once. */
export async function askToLoseNode(layout: ClusterLayout, index: number): Promise<void> {
  await ask(layout, 'POST', `/nodes/${index}/lose`);
}

/** Settles when the cluster has ended, in whatever way. */
export async function untilEnd(layout: ClusterLayout, signal: AbortSignal): Promise<void> {
  await ask(layout, 'GET', '/until-end', signal).catch(() => undefined);
}

async function ask(
  layout: ClusterLayout,
  method: string,
  path: string,
  signal?: AbortSignal,
): Promise<string> {
  return await new Promise((resolve, reject) => {
    const options = { socketPath: layout.controlSocket, method, path, ...(signal && { signal }) };
    const asked = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('error', reject);
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    asked.on('error', reject);
    asked.end();
  });
}
