/** CoreDNS for the cluster: answers for its services and pods, and says of all other names that they do not exist. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CLUSTER_DOMAIN, controlPlaneAddress } from './cluster-layout.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import type { ComponentDescription } from './component.ts';

const READY_ADDRESS = '127.0.0.1:8181';

/** Name look-ups must not wait for the pods' own work: a driver that gets no answer in time fails. */
const BEFORE_ALL = -10;

export async function clusterDns(layout: ClusterLayout, plan: ClusterPlan): Promise<ComponentDescription> {
  const corefile = join(layout.folder, 'Corefile');
  await writeFile(corefile, corefileText(layout));
  return {
    name: 'coredns',
    command: [join(plan.programs, 'coredns'), '-conf', corefile],
    niceness: BEFORE_ALL,
    isReady: async () => (await fetch(`http://${READY_ADDRESS}/ready`)).ok,
  };
}

/**
 * Without the second block CoreDNS would refuse other names, and some resolvers then give up instead of trying the next
 * entry of their search list. The SOA record lets them remember that a name does not exist.
 */
function corefileText(layout: ClusterLayout): string {
  const address = controlPlaneAddress(layout);
  return `${CLUSTER_DOMAIN}:53 in-addr.arpa:53 ip6.arpa:53 {
  bind ${address}
  errors
  ready ${READY_ADDRESS}
  cache 5
  kubernetes ${CLUSTER_DOMAIN} in-addr.arpa ip6.arpa {
    kubeconfig ${layout.kubeconfig}
    pods insecure
    ttl 5
  }
}

.:53 {
  bind ${address}
  errors
  template ANY ANY {
    rcode NXDOMAIN
    authority ". 60 IN SOA ns.${CLUSTER_DOMAIN}. nobody.${CLUSTER_DOMAIN}. 1 60 60 60 60"
  }
}
`;
}
