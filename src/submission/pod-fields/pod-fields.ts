import { POD_FIELDS, type RolePodFields } from '../../api/pod-fields.ts';
import type { SparkApplicationSpec } from '../../api/spark-application.ts';
import type { Volume, VolumeMount } from '../../manifest/pod.ts';
import type { FeatureStep } from '../../pod/spark-pod.ts';
import { isLocalDirVolume } from '../local-dir-volumes.ts';

/** What a role's finished pods get beside what Spark's properties give them. */
export interface PodFields extends RolePodFields {
  /** Those of `spec.volumes` that a container of the role mounts. */
  readonly volumes?: readonly Volume[];
  /** Of `spec`, for both roles. */
  readonly hadoopConfigMap?: string;
  readonly sparkConfigMap?: string;
  /** No field of the application: whoever installs the operator wants pods that fit the Pod Security level restricted. */
  readonly restricted?: true;
}

/** Puts one field into a pod that Spark's steps have made. Where the field is absent the pod stays as it is. */
export type PodFieldStep = FeatureStep<PodFields>;

/** The same, together with what whoever installs the operator wants of all pods. */
export function podFieldsWith(
  settings: { readonly restrictedPods?: boolean | undefined },
  spec: SparkApplicationSpec,
  role: 'driver' | 'executor',
): PodFields {
  return { ...podFieldsOf(spec, role), ...(settings.restrictedPods === true && { restricted: true }) };
}

/** The fields of one role, without those that are Spark properties. Nothing but what was written. */
export function podFieldsOf(spec: SparkApplicationSpec, role: 'driver' | 'executor'): PodFields {
  const written: readonly (readonly unknown[])[] = Object.entries(spec[role]).filter(
    ([field, value]) => field in POD_FIELDS && value !== undefined && !isProperty(role, field),
  );
  const { volumeMounts = [], ...fields }: RolePodFields = Object.fromEntries(written);
  const mounts = volumeMounts.filter(({ name }) => !isLocalDirVolume(name));
  const volumes = mountedVolumes(spec.volumes, mounts, fields);
  return {
    ...fields,
    ...(mounts.length > 0 && { volumeMounts: mounts }),
    ...(volumes.length > 0 && { volumes }),
    ...(spec.hadoopConfigMap !== undefined && { hadoopConfigMap: spec.hadoopConfigMap }),
    ...(spec.sparkConfigMap !== undefined && { sparkConfigMap: spec.sparkConfigMap }),
  };
}

/** Spark has a property for it in one role only. */
const isProperty = (role: string, field: string): boolean =>
  role === 'executor' && field === 'terminationGracePeriodSeconds';

/** Those that the Spark container, a sidecar or an init container mounts: the pod waits for every volume it lists. */
function mountedVolumes(
  volumes: readonly Volume[] = [],
  mounts: readonly VolumeMount[],
  { sidecars = [], initContainers = [] }: RolePodFields,
): readonly Volume[] {
  const beside = [...sidecars, ...initContainers].flatMap((container) => container.volumeMounts ?? []);
  const names = new Set([...mounts, ...beside].map(({ name }) => name));
  return volumes.filter(({ name }) => names.has(name));
}
