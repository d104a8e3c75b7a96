import type { KubernetesObject, Resource } from './object-meta.ts';

/**
 * Pods that a batch scheduler places together. Two schedulers have a kind of this name each; their CRDs come with them, so
 * that a cluster may have neither.
 */
export interface PodGroupManifest extends KubernetesObject {
  readonly spec: {
    /** Pods that have to find a place together. Those that do not exist yet count as missing. */
    readonly minMember: number;
    /** What has to be free before the first of them is placed. */
    readonly minResources: Readonly<Record<string, string>>;
    /** Whose share of the cluster the group counts against. @default the scheduler's own */
    readonly queue?: string;
    /** Which of several groups that wait goes first. @default that of its pods */
    readonly priorityClassName?: string;
  };
}

/** @see Volcano `PodGroup` */
export const VOLCANO_POD_GROUPS: Resource<PodGroupManifest> = {
  apiVersion: 'scheduling.volcano.sh/v1beta1',
  kind: 'PodGroup',
  plural: 'podgroups',
};

/** @see scheduler-plugins, `PodGroup` of its coscheduling */
export const PLUGINS_POD_GROUPS: Resource<PodGroupManifest> = {
  apiVersion: 'scheduling.x-k8s.io/v1alpha1',
  kind: 'PodGroup',
  plural: 'podgroups',
};

/** The kinds that exist only where a batch scheduler was installed. */
export const POD_GROUP_KINDS: readonly Resource<KubernetesObject>[] = [
  VOLCANO_POD_GROUPS,
  PLUGINS_POD_GROUPS,
];
