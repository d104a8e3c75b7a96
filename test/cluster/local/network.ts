/** Sets up the network of a cluster and its nodes. Runs inside its network namespace. */
import { mkdir, writeFile } from 'node:fs/promises';

import { NODE_NETWORK, SERVICE_RANGE } from './cluster-layout.ts';
import type { NodeLayout } from './cluster-layout.ts';
import { run } from './run.ts';

/** The switch that all nodes of a cluster are plugged into. */
const NODE_BRIDGE = 'nodes';

/** The end of its cable, as a further node sees it. */
const NODE_PORT = 'port';

/** Brings up the loopback device and the switch between nodes, with the node's address on it. */
export async function setUpNetwork(node: NodeLayout): Promise<void> {
  const [, prefix = ''] = NODE_NETWORK.split('/');
  const steps = [
    'link set lo up',
    `link add ${NODE_BRIDGE} type bridge`,
    `addr add ${node.address}/${prefix} dev ${NODE_BRIDGE}`,
    `link set ${NODE_BRIDGE} up`,
    // The kernel looks for a route before kube-proxy's rules can turn a service address into that of a pod. There is no
    // default route, so whoever asks for the outside world is refused at once.
    `route add ${SERVICE_RANGE} dev ${NODE_BRIDGE}`,
  ];
  await ip([], steps);
  await writeFile('/proc/sys/net/ipv4/ip_forward', '1');
  await shareNamespaces();
}

/** Where network namespaces have their names. */
const NAMESPACES = '/run/netns';

/**
 * Lets network namespaces come and go by name. `ip netns add` does the same when it finds it undone, but on top of what is
 * there: the pods of before could not be taken down any more.
 */
async function shareNamespaces(): Promise<void> {
  await mkdir(NAMESPACES, { recursive: true });
  await run(['mount', '--bind', NAMESPACES, NAMESPACES]);
  await run(['mount', '--make-shared', NAMESPACES]);
}

/** Gives a further node a network namespace of its own, plugged into the switch, and tells both sides where their pods are. */
export async function plugIn(node: NodeLayout, first: NodeLayout): Promise<void> {
  const [, prefix = ''] = NODE_NETWORK.split('/');
  await run(['ip', 'netns', 'add', node.name]);
  await ip(
    [],
    [
      `link add ${node.name} type veth peer name ${NODE_PORT} netns ${node.name}`,
      `link set ${node.name} master ${NODE_BRIDGE} up`,
      `route add ${node.podRange} via ${node.address}`,
    ],
  );
  await ip(
    ['-netns', node.name],
    [
      'link set lo up',
      `addr add ${node.address}/${prefix} dev ${NODE_PORT}`,
      `link set ${NODE_PORT} up`,
      `route add ${SERVICE_RANGE} dev ${NODE_PORT}`,
      `route add ${first.podRange} via ${first.address}`,
    ],
  );
  await run(onNode(node, ['sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']));
}

/** Cuts a further node off: nothing that it or its pods send arrives any more, not even the end of a connection. */
export async function unplug(node: NodeLayout): Promise<void> {
  await run(['ip', 'link', 'set', node.name, 'down']);
}

async function ip(options: readonly string[], steps: readonly string[]): Promise<void> {
  await run(['ip', ...options, '-batch', '-'], { input: `${steps.join('\n')}\n` });
}

/** The command that runs `command` in the network of the node. */
export function onNode({ network }: NodeLayout, command: readonly string[]): readonly string[] {
  return network === undefined ? command : ['nsenter', `--net=${network}`, '--', ...command];
}
