import type { OwnerReference } from '../manifest/object-meta.ts';
import type { Container, PodManifest } from '../manifest/pod.ts';
import { PLUGIN_DIRECTORY } from './plugin-config-map.ts';

/** What a driver pod gets from the operator beside what Spark gives it. */
export interface DriverAdditions {
  /** Spark leaves it to the client that sends the pod. */
  readonly namespace: string;
  /** The application: deleting it takes the pod along. */
  readonly owner: OwnerReference;
  /** The ConfigMap that holds the jar. */
  readonly pluginConfigMapName: string;
  /** That of the application, where it names one. */
  readonly serviceAccount?: string | undefined;
}

/**
 * Gives Spark's driver pod with what the operator needs in it: an owner, a token to reach its executor set, the last
 * lines of its log as its last words, and the jar that asks for executors.
 */
export function operatorDriverPod(pod: PodManifest, additions: DriverAdditions): PodManifest {
  const { namespace, owner, pluginConfigMapName } = additions;
  const { spec } = pod;
  const isNamed = spec.serviceAccountName !== undefined || spec.serviceAccount !== undefined;
  const account = isNamed ? undefined : additions.serviceAccount;
  return {
    ...pod,
    metadata: { ...pod.metadata, namespace, ownerReferences: [owner] },
    spec: {
      ...pod.spec,
      // Spark leaves it out beside credentials of the driver's own; the executor set is reached as nobody else.
      ...(account !== undefined && { serviceAccount: account, serviceAccountName: account }),
      // Said here, because a service account may switch it off for all of its pods.
      automountServiceAccountToken: true,
      volumes: [
        ...(pod.spec.volumes ?? []),
        { name: PLUGIN_VOLUME, configMap: { name: pluginConfigMapName } },
      ],
      // The Spark container is always the last one.
      containers: [...pod.spec.containers.slice(0, -1), sparkContainer(pod)],
    },
  };
}

const PLUGIN_VOLUME = 'spark-operator-driver-plugin';

/** The last lines of a failed driver's log become its message, so that the status can tell why it failed. */
function sparkContainer(pod: PodManifest): Container {
  const container = pod.spec.containers.at(-1) ?? { name: '' };
  return {
    ...container,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      ...(container.volumeMounts ?? []),
      { name: PLUGIN_VOLUME, mountPath: PLUGIN_DIRECTORY, readOnly: true },
    ],
  };
}
