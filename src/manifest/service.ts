import type { KubernetesObject, Resource } from './object-meta.ts';

/** A Service; `clusterIP: None` makes it headless, so that its name resolves to the pod itself. */
export interface ServiceManifest extends KubernetesObject {
  readonly spec: {
    readonly clusterIP?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly ServicePort[];
    readonly ipFamilyPolicy?: string;
    readonly ipFamilies?: readonly string[];
    readonly publishNotReadyAddresses?: boolean;
  };
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

export const SERVICES: Resource<ServiceManifest> = { apiVersion: 'v1', kind: 'Service', plural: 'services' };
