/** Sets up the network of a cluster's first node. Runs inside its network namespace. */
import { writeFile } from 'node:fs/promises';

import { NODE_NETWORK, SERVICE_RANGE } from './cluster-layout.ts';
import type { NodeLayout } from './cluster-layout.ts';
import { run } from './run.ts';

/** The switch that all nodes of a cluster are plugged into. */
const NODE_BRIDGE = 'nodes';

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
  await run(['ip', '-batch', '-'], { input: `${steps.join('\n')}\n` });
  await writeFile('/proc/sys/net/ipv4/ip_forward', '1');
}
