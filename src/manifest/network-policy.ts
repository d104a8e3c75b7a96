import type { KubernetesObject, Resource } from './object-meta.ts';

/** A NetworkPolicy, with the parts that Spark uses: which pods, and who may reach them. */
export interface NetworkPolicyManifest extends KubernetesObject {
  readonly spec: {
    readonly podSelector: LabelSelector;
    readonly ingress?: readonly NetworkPolicyIngressRule[];
  };
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface NetworkPolicyIngressRule {
  readonly from?: readonly { readonly podSelector?: LabelSelector }[];
  readonly ports?: readonly { readonly protocol?: string; readonly port: number }[];
}

export const NETWORK_POLICIES: Resource<NetworkPolicyManifest> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
};
