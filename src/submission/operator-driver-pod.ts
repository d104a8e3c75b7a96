import { EXECUTOR_MANAGEMENT_ANNOTATION } from '../api/labels.ts';
import type { OwnerReference } from '../manifest/object-meta.ts';
import type { Container, PodManifest } from '../manifest/pod.ts';
import { PLUGIN_DIRECTORY } from './plugin-config-map.ts';

/** What a driver pod gets from the operator beside what Spark gives it. */
export interface DriverAdditions {
  /** Spark leaves it to the client that sends the pod. */
  readonly namespace: string;
  /** The application: deleting it takes the pod along. */
  readonly owner: OwnerReference;
  /** The ConfigMap that holds the jar; absent where Spark makes the executors itself. */
  readonly pluginConfigMapName?: string | undefined;
  /** That of the application, where it names one. */
  readonly serviceAccount?: string | undefined;
}

/**
 * Gives Spark's driver pod with what the operator needs in it: an owner, a token to reach the API server, the last lines
 * of its log as its last words, and the jar that asks for executors, or else a mark that it makes them itself.
 */
export function operatorDriverPod(driver: PodManifest, additions: DriverAdditions): PodManifest {
  const { namespace, owner, pluginConfigMapName } = additions;
  const pod = pluginConfigMapName === undefined ? withMark(driver) : withPlugin(driver, pluginConfigMapName);
  const { spec } = pod;
  const isNamed = spec.serviceAccountName !== undefined || spec.serviceAccount !== undefined;
  const account = isNamed ? undefined : additions.serviceAccount;
  return {
    ...pod,
    metadata: { ...pod.metadata, namespace, ownerReferences: [owner] },
    spec: {
      ...pod.spec,
      // Spark leaves it out beside credentials of the driver's own; the operator knows it as nobody else.
      ...(account !== undefined && { serviceAccount: account, serviceAccountName: account }),
      // Said here, because a service account may switch it off for all of its pods.
      automountServiceAccountToken: true,
      // The last lines of a failed driver's log become its message, so that the status can tell why it failed.
      containers: withSparkContainer(spec, () => ({ terminationMessagePolicy: 'FallbackToLogsOnError' })),
    },
  };
}

const PLUGIN_VOLUME = 'spark-operator-driver-plugin';

/** The jar, where the driver's class path names it. */
function withPlugin(pod: PodManifest, configMapName: string): PodManifest {
  const volumes = [...(pod.spec.volumes ?? []), { name: PLUGIN_VOLUME, configMap: { name: configMapName } }];
  const containers = withSparkContainer(pod.spec, ({ volumeMounts = [] }) => ({
    volumeMounts: [...volumeMounts, { name: PLUGIN_VOLUME, mountPath: PLUGIN_DIRECTORY, readOnly: true }],
  }));
  return { ...pod, spec: { ...pod.spec, volumes, containers } };
}

/** By it the operator knows, whatever the application says by then, that this driver's executors are not its own. */
function withMark(pod: PodManifest): PodManifest {
  const annotations = { ...pod.metadata.annotations, [EXECUTOR_MANAGEMENT_ANNOTATION]: 'Driver' };
  return { ...pod, metadata: { ...pod.metadata, annotations } };
}

/** The Spark container is always the last one. */
function withSparkContainer(
  { containers }: PodManifest['spec'],
  change: (container: Container) => Partial<Container>,
): readonly Container[] {
  const container = containers.at(-1) ?? { name: '' };
  return [...containers.slice(0, -1), { ...container, ...change(container) }];
}
