import type { KubernetesObject, Resource } from './object-meta.ts';

/** An Ingress, with the parts that lead from one address to one Service. */
export interface IngressManifest extends KubernetesObject {
  readonly spec: {
    /** Whose it is to serve; the cluster's default where absent. */
    readonly ingressClassName?: string;
    readonly rules: readonly IngressRule[];
    readonly tls?: readonly IngressTls[];
  };
}

/** The paths of one host. */
export interface IngressRule {
  readonly host: string;
  readonly http: { readonly paths: readonly IngressPath[] };
}

/** Where requests for a path go. */
export interface IngressPath {
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix' | 'ImplementationSpecific';
  readonly backend: {
    readonly service: { readonly name: string; readonly port: { readonly number: number } };
  };
}

/** A certificate, and the names it is for. */
export interface IngressTls {
  readonly hosts?: readonly string[];
  readonly secretName?: string;
}

export const INGRESSES: Resource<IngressManifest> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  plural: 'ingresses',
};
