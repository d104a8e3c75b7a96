/*
 * Where a pod may run and what surrounds it there. Only what is read or written here is named; the rest is carried along.
 */

/** Lets a pod onto nodes that have a taint it fits. */
export interface Toleration {
  /** Every taint, where absent (with `operator: Exists`). */
  readonly key?: string;
  /** @default 'Equal' */
  readonly operator?: string;
  readonly value?: string;
  /** Every effect, where absent. */
  readonly effect?: string;
  /** How long it stays once a `NoExecute` taint appears. @default for ever */
  readonly tolerationSeconds?: number;
}

/** How evenly pods are spread over zones, nodes or any other label of nodes. */
export interface TopologySpreadConstraint {
  /** How many pods more one domain may have than another. */
  readonly maxSkew: number;
  /** The label whose values are the domains. */
  readonly topologyKey: string;
  /** `DoNotSchedule` or `ScheduleAnyway`. */
  readonly whenUnsatisfiable: string;
  /** Which pods are counted. */
  readonly labelSelector?: Readonly<Record<string, unknown>>;
}

/** Which nodes and which neighbours a pod wants or avoids; its terms are Kubernetes' own business. */
export interface Affinity {
  readonly nodeAffinity?: Readonly<Record<string, unknown>>;
  readonly podAffinity?: Readonly<Record<string, unknown>>;
  readonly podAntiAffinity?: Readonly<Record<string, unknown>>;
}

/** A line of `/etc/hosts`. */
export interface HostAlias {
  readonly ip: string;
  readonly hostnames?: readonly string[];
}

/** What is added to `/etc/resolv.conf`. */
export interface DnsConfig {
  readonly nameservers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly { readonly name?: string; readonly value?: string }[];
}
