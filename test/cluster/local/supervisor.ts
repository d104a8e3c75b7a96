/**
 * The process that runs a cluster: brings it up, keeps its components running, answers on the control socket. It lives
 * inside the cluster's namespaces and ends with them.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { bringUpInside, type BringUp } from './bring-up.ts';
import { clusterLayout } from './cluster-layout.ts';
import { readPlan } from './cluster-plan.ts';
import type { Component } from './component.ts';
import type { ClusterState, ClusterStatus } from './control-protocol.ts';
import { errorText } from './error-text.ts';
import { addNode, loseNode } from './further-nodes.ts';
import { reportProgress } from './progress.ts';

const lines: string[] = [];
const components = new Map<string, Component>();
let cluster: BringUp | undefined;
let state: ClusterState = { kind: 'starting' };

const progress = reportProgress({
  write: (text) => {
    lines.push(text.trimEnd());
    process.stdout.write(text);
  },
});

function status(): ClusterStatus {
  const running = [...components].map(([name, component]) => [name, component.kind] as const);
  return { state, lines, components: Object.fromEntries(running) };
}

async function answer(asked: IncomingMessage): Promise<string> {
  const { pathname, searchParams } = new URL(asked.url ?? '/', 'http://supervisor');
  const [, room, name = '', action] = pathname.split('/');
  if (room === 'status') return JSON.stringify(status());
  if (room === 'nodes') await changeNode(Number(name), action);
  else if (room === 'components') await changeComponent(name, action, searchParams.get('signal'));
  else throw new Error(`there is no ${pathname}`);
  return '{}';
}

async function changeNode(index: number, action: string | undefined): Promise<void> {
  if (cluster === undefined) throw new Error('the cluster is not up yet');
  if (action === 'add') await addNode(cluster, index);
  else await loseNode(cluster, index);
}

async function changeComponent(
  name: string,
  action: string | undefined,
  signal: string | null,
): Promise<void> {
  const component = components.get(name);
  if (component === undefined) throw new Error(`there is no component ${name}`);
  if (action === 'start') await component.start();
  else await component.stop((signal ?? 'SIGTERM') as NodeJS.Signals);
}

function serve(asked: IncomingMessage, response: ServerResponse): void {
  // Never answered: the asker notices our end by the end of the connection.
  if (asked.url === '/until-end') return;
  answer(asked).then(
    (body) => response.end(body),
    (error: unknown) => {
      response.statusCode = 500;
      response.end(error instanceof Error ? error.message : String(error));
    },
  );
}

const layout = clusterLayout(process.argv[2] ?? '');
createServer(serve).listen(layout.controlSocket);
try {
  cluster = { layout, plan: await readPlan(layout), progress, components };
  await bringUpInside(cluster);
  state = { kind: 'ready' };
} catch (error) {
  state = { kind: 'failed', error: errorText(error) };
  process.stdout.write(`${state.error}\n`);
}
