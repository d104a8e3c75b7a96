import type { KubernetesObject, Resource } from './object-meta.ts';

/** A NetworkPolicy, with the parts that Spark uses: which pods, and who may reach them. */
export interface NetworkPolicyManifest extends KubernetesObject {
  readonly spec: {
    /** The pods it protects, in its own namespace. */
    readonly podSelector: LabelSelector;
    /** Any rule that fits lets a connection in; where none is given nothing comes in. */
    readonly ingress?: readonly NetworkPolicyIngressRule[];
  };
}

/** Selects what has all of these labels; an empty one selects everything. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** Lets in what comes from one of `from` and goes to one of `ports`; an absent list does not restrict. */
export interface NetworkPolicyIngressRule {
  readonly from?: readonly { readonly podSelector?: LabelSelector }[];
  readonly ports?: readonly { readonly protocol?: string; readonly port: number }[];
}

export const NETWORK_POLICIES: Resource<NetworkPolicyManifest> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
};
