import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import type { PodManifest, VolumeMount } from '../manifest/pod.ts';
import { quantityBytes } from '../manifest/quantity.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { sparkContainerName } from './conflicting-names.ts';
import { isLocalDirVolume } from './local-dir-volumes.ts';
import { parseMemoryLimit } from './memory-limit.ts';
import { ROLES, type Role } from './pod-field-properties.ts';

/** The first pods of an application, as they would be created. */
export type BuiltPods = Readonly<Record<Role, PodManifest>>;

/** A fault that shows only in the pods, because Spark's steps and templates have a say in them as well. */
type BuiltCheck = (application: SparkApplication, conf: SparkConf, pods: BuiltPods) => readonly Violation[];

/** Memory limits below what the Spark container requests. */
const memoryLimitTooLow: BuiltCheck = ({ spec }, conf, pods) =>
  ROLES.flatMap((role) => {
    const { memoryLimit } = spec[role];
    if (memoryLimit === undefined) return [];
    const path = `spec.${role}.memoryLimit`;
    const name = sparkContainerName(conf, role);
    const container = pods[role].spec.containers.find((each) => each.name === name);
    const requested = container?.resources?.requests?.['memory'] ?? '0';
    const limitBytes = quantityBytes(parseMemoryLimit(memoryLimit, path)) ?? 0;
    const message = `${memoryLimit} is less than the ${requested} that heap and overhead request. Raise it, or lower memory.`;
    return limitBytes < (quantityBytes(requested) ?? 0) ? [{ path, message }] : [];
  });

/** Volumes that a container mounts, Spark's own or one beside it, and that the pod does not have. */
const mountWithoutVolume: BuiltCheck = ({ spec }, _, pods) =>
  ROLES.flatMap((role) => {
    const names = new Set(pods[role].spec.volumes?.map(({ name }) => name));
    return mountsOf(spec, role)
      .filter(({ mount }) => !names.has(mount.name))
      .map(({ path, mount }) => ({ path, message: noVolume(mount.name) }));
  });

/** Every check of built pods. */
export const BUILT_CHECKS: readonly BuiltCheck[] = [
  mountWithoutVolume, // nobody has described it
  memoryLimitTooLow, // the container could not even start
];

/** What to say of a volume that nobody has described. */
export const noVolume = (name: string): string =>
  `There is no volume ${name}. Describe it in spec.volumes, or correct the name.`;

/** A mount, and where it is written. */
interface PlacedMount {
  readonly path: string;
  readonly mount: VolumeMount;
}

/** Every mount of a role: Spark's own but those that are properties, and those of the containers beside it. */
function mountsOf(spec: SparkApplicationSpec, role: Role): readonly PlacedMount[] {
  const { volumeMounts, sidecars = [], initContainers = [] } = spec[role];
  return [
    ...placed(`spec.${role}`, volumeMounts).filter(({ mount }) => !isLocalDirVolume(mount.name)),
    ...sidecars.flatMap((each, index) => placed(`spec.${role}.sidecars[${index}]`, each.volumeMounts)),
    ...initContainers.flatMap((each, index) =>
      placed(`spec.${role}.initContainers[${index}]`, each.volumeMounts),
    ),
  ];
}

function placed(container: string, mounts: readonly VolumeMount[] = []): readonly PlacedMount[] {
  return mounts.map((mount, index) => ({ path: `${container}.volumeMounts[${index}].name`, mount }));
}
