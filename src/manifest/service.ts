import type { KubernetesObject, Resource } from './object-meta.ts';

/** A Service; `clusterIP: None` makes it headless, so that its name resolves to the pod itself. */
export interface ServiceManifest extends KubernetesObject {
  readonly spec: {
    /** `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`. @default 'ClusterIP' */
    readonly type?: string;
    /** `None`, or an address; the API server chooses one where it is absent. */
    readonly clusterIP?: string;
    /** Labels that a pod must have, all of them. */
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly ServicePort[];
    /** `SingleStack`, `PreferDualStack` or `RequireDualStack`. @default 'SingleStack' */
    readonly ipFamilyPolicy?: string;
    /** `IPv4`, `IPv6`, the first one preferred. */
    readonly ipFamilies?: readonly string[];
    /** Whether the name resolves before the pod is ready. @default false */
    readonly publishNotReadyAddresses?: boolean;
  };
}

/** A port under which a Service offers one of its pods'. */
export interface ServicePort {
  /** Needed once there are several ports; a DNS label. */
  readonly name?: string;
  readonly port: number;
  /** The pod's port. @default the same */
  readonly targetPort?: number;
  /** @default 'TCP' */
  readonly protocol?: string;
  /** A hint for proxies, for example `grpc`. */
  readonly appProtocol?: string;
}

export const SERVICES: Resource<ServiceManifest> = { apiVersion: 'v1', kind: 'Service', plural: 'services' };
