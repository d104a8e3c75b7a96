import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import type { PodManifest, VolumeMount } from '../manifest/pod.ts';
import { quantityBytes } from '../manifest/quantity.ts';
import { PREFIX } from '../spark/conf-keys.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { failureOf, type Check } from './check.ts';
import { sparkContainerName } from './conflicting-names.ts';
import { isKnownToSpark, isLocalDirVolume } from './local-dir-volumes.ts';
import { parseMemoryLimit } from './memory-limit.ts';
import { ROLES, SECRET_TYPES, type Role } from './pod-field-properties.ts';
import { configMapVolume } from './pod-fields/mounts.ts';

/*
 * Fields of Kubernetes' own that could not be honoured, found before anything is created. What the API server itself
 * would find in the driver pod is left to it: its sentence reaches the status, too.
 */

/** Memory limits that are no sizes. */
export const memoryLimitUnreadable: Check = ({ spec }) =>
  ROLES.flatMap((role) => {
    const { memoryLimit } = spec[role];
    const path = `spec.${role}.memoryLimit`;
    return memoryLimit === undefined ? [] : failureOf(path, () => parseMemoryLimit(memoryLimit, path));
  });

/** The first pods of an application, as they would be created. */
export type BuiltPods = Readonly<Record<Role, PodManifest>>;

/** Memory limits below what the container requests. `build` makes the pods; it is not called where there are no limits. */
export function memoryLimitTooLow(
  application: SparkApplication,
  conf: SparkConf,
  build: (application: SparkApplication) => BuiltPods,
): readonly Violation[] {
  return ROLES.flatMap((role) => {
    const { memoryLimit } = application.spec[role];
    if (memoryLimit === undefined) return [];
    const path = `spec.${role}.memoryLimit`;
    const name = sparkContainerName(conf, role);
    const container = build(application)[role].spec.containers.find((each) => each.name === name);
    const requested = container?.resources?.requests?.['memory'] ?? '0';
    const limitBytes = quantityBytes(parseMemoryLimit(memoryLimit, path)) ?? 0;
    const message = `${memoryLimit} is less than the ${requested} that heap and overhead request. Raise it, or lower memory.`;
    return limitBytes < (quantityBytes(requested) ?? 0) ? [{ path, message }] : [];
  });
}

/** GPUs that Kubernetes could not count or find. */
export const gpuUnreadable: Check = ({ spec }) =>
  ROLES.flatMap((role) => {
    const { gpu } = spec[role];
    if (gpu === undefined) return [];
    const path = `spec.${role}.gpu`;
    const name = {
      path: `${path}.name`,
      message: `"${gpu.name}" is not the name of a device. Write it as its device plugin does, for example nvidia.com/gpu.`,
    };
    const quantity = {
      path: `${path}.quantity`,
      message: `${gpu.quantity} is no number of devices. Write a whole number, 0 for none.`,
    };
    const isCount = Number.isSafeInteger(gpu.quantity) && gpu.quantity >= 0;
    return [...(DEVICE.test(gpu.name) ? [] : [name]), ...(isCount ? [] : [quantity])];
  });

/** The domain of whoever makes it, and its name: Kubernetes' own names, without a domain, are no devices. */
const DEVICE = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/u;

/** Volumes that are mounted, in Spark's container or beside it, and that nobody has described. */
export const mountWithoutVolume: Check = ({ spec }, conf) =>
  ROLES.flatMap((role) => {
    const known = volumeNames(spec, role, conf);
    const own = spec[role].volumeMounts ?? [];
    return (
      mountsOf(spec, role)
        .filter(({ mount }) => !known.has(mount.name))
        // A neighbour may look into the directories that Spark makes for itself.
        .filter(({ mount }) => own.includes(mount) || !isLocalDirVolume(mount.name))
        .map(({ path, mount }) => ({
          path,
          message: `There is no volume ${mount.name}. Describe it in spec.volumes, or correct the name.`,
        }))
    );
  });

/** A mount, and where it is written. */
interface PlacedMount {
  readonly path: string;
  readonly mount: VolumeMount;
}

/** Every mount of a role: Spark's own, and those of the containers beside it. */
function mountsOf(spec: SparkApplicationSpec, role: Role): readonly PlacedMount[] {
  const { volumeMounts, sidecars = [], initContainers = [] } = spec[role];
  return [
    ...placed(`spec.${role}`, volumeMounts),
    ...sidecars.flatMap((each, index) => placed(`spec.${role}.sidecars[${index}]`, each.volumeMounts)),
    ...initContainers.flatMap((each, index) =>
      placed(`spec.${role}.initContainers[${index}]`, each.volumeMounts),
    ),
  ];
}

function placed(container: string, mounts: readonly VolumeMount[] = []): readonly PlacedMount[] {
  return mounts.map((mount, index) => ({ path: `${container}.volumeMounts[${index}].name`, mount }));
}

/**
 * The volumes that a pod of the role has, whoever describes them: the application, properties, and whatever is mounted
 * by the name of a secret or ConfigMap.
 */
function volumeNames(spec: SparkApplicationSpec, role: Role, conf: SparkConf): ReadonlySet<string> {
  const prefix = role === 'driver' ? PREFIX.driverVolume : PREFIX.executorVolume;
  const inProperties = [...conf.withPrefix(prefix).keys()].map((key) => key.split('.')[1] ?? '');
  const secrets = conf.withPrefix(role === 'driver' ? PREFIX.driverSecret : PREFIX.executorSecret);
  return new Set([
    ...(spec.volumes ?? []).map(({ name }) => name),
    ...inProperties,
    ...[...secrets.keys()].map((name) => `${name}-volume`),
    ...(spec[role].configMaps ?? []).map(({ name }) => configMapVolume(name)),
  ]);
}

/** Volumes for shuffle and spill files that Spark would not find: its properties know four types only, each mounted once. */
export const localDirVolumeUnfit: Check = ({ spec }) =>
  ROLES.flatMap((role) =>
    (spec[role].volumeMounts ?? []).flatMap(({ name }, index, mounts) => {
      if (!isLocalDirVolume(name)) return [];
      const volume = spec.volumes?.find((each) => each.name === name);
      const isKnown = volume === undefined || isKnownToSpark(volume);
      const isFirst = mounts.findIndex((each) => each.name === name) === index;
      const path = `spec.${role}.volumeMounts[${index}].name`;
      return [
        ...(isKnown ? [] : [{ path, message: unknownType(name) }]),
        ...(isFirst ? [] : [{ path, message: `${name} is mounted already. Mount it once.` }]),
      ];
    }),
  );

const unknownType = (name: string): string =>
  `${name} is meant for shuffle and spill files, by its name, and Spark takes only emptyDir, hostPath, nfs and ` +
  'persistentVolumeClaim for them. Use one of these, or choose another name.';

/** Secrets of a type that nobody knows, or whose name cannot be that of a volume. */
export const secretUnfit: Check = ({ spec }) =>
  ROLES.flatMap((role) =>
    (spec[role].secrets ?? []).flatMap(({ name, secretType }, index) => {
      const path = `spec.${role}.secrets[${index}]`;
      return [
        ...unknownSecretType(`${path}.secretType`, secretType),
        ...(SECRET_NAME.test(name) ? [] : [{ path: `${path}.name`, message: unmountable(name) }]),
      ];
    }),
  );

/** Such that `<name>-volume` is a DNS label. */
const SECRET_NAME = /^[a-z0-9][-a-z0-9]{0,55}$/u;

const unmountable = (name: string): string =>
  `Spark names a volume "${name}-volume", which is not a DNS label of at most 63 characters. Mount the secret by ` +
  'spec.volumes and volumeMounts.';

function unknownSecretType(path: string, type: string): readonly Violation[] {
  const known = ['Generic', ...Object.keys(SECRET_TYPES)];
  if (known.includes(type)) return [];
  return [{ path, message: `"${type}" is not a type of secret. Use one of ${known.join(', ')}.` }];
}

/** Another API server than the one whose driver it is. */
export const foreignMaster: Check = ({ spec }) =>
  spec.driver.kubernetesMaster === undefined
    ? []
    : [
        {
          path: 'spec.driver.kubernetesMaster',
          message: 'The driver runs in the cluster of its operator. Remove the field.',
        },
      ];
