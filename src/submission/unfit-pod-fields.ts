import type { Violation } from '../api/violation.ts';
import { failureOf, type Check } from './check.ts';
import { noVolume } from './unfit-built-pods.ts';
import { isKnownToSpark, isLocalDirVolume } from './local-dir-volumes.ts';
import { parseMemoryLimit } from './memory-limit.ts';
import { ROLES, SECRET_TYPES } from './pod-field-properties.ts';

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

/** Volumes for shuffle and spill files that Spark would not find: its properties know four types only, each mounted once. */
export const localDirVolumeUnfit: Check = ({ spec }) =>
  ROLES.flatMap((role) =>
    (spec[role].volumeMounts ?? []).flatMap(({ name }, index, mounts) => {
      if (!isLocalDirVolume(name)) return [];
      const volume = spec.volumes?.find((each) => each.name === name);
      const isFirst = mounts.findIndex((each) => each.name === name) === index;
      const faults = [
        ...(volume === undefined ? [noVolume(name)] : []),
        ...(volume === undefined || isKnownToSpark(volume) ? [] : [unknownType(name)]),
        ...(isFirst ? [] : [`${name} is mounted already. Mount it once.`]),
      ];
      return faults.map((message) => ({ path: `spec.${role}.volumeMounts[${index}].name`, message }));
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
