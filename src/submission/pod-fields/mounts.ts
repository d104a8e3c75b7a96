import { createHash } from 'node:crypto';
import type { Volume } from '../../manifest/pod.ts';
import { withContainer, withSpec, type SparkPod } from '../../pod/spark-pod.ts';
import type { PodFieldStep } from './pod-fields.ts';

/** `configMaps`: each is a volume, mounted read-only; one that is mounted twice is one volume. */
export const configMaps: PodFieldStep = (soFar, { configMaps: wanted = [] }) => {
  const named = wanted.map(({ name, path }) => ({ name, path, volume: configMapVolume(name) }));
  const mounted = withNewVolumes(
    soFar,
    named.map(({ name, volume }) => ({ name: volume, configMap: { name } })),
  );
  return withContainer(mounted, {
    volumeMounts: named.map(({ volume, path }) => ({ name: volume, mountPath: path, readOnly: true })),
  });
};

/** `volumeMounts`, and those of `spec.volumes` that are mounted. */
export const volumes: PodFieldStep = (soFar, { volumes: wanted = [], volumeMounts = [] }) =>
  withContainer(withNewVolumes(soFar, wanted), { volumeMounts });

/** Names of ConfigMaps may have dots and be long, those of volumes not: then a hash tells two apart. */
export function configMapVolume(name: string): string {
  const usual = `${name}-vol`;
  if (usual.length <= LONGEST_NAME && !name.includes('.')) return usual;
  const tail = `-${createHash('sha256').update(name).digest('hex').slice(0, 8)}-vol`;
  return name.replaceAll('.', '-').slice(0, LONGEST_NAME - tail.length) + tail;
}

/** Of a DNS label. */
const LONGEST_NAME = 63;

/** A template may bring a volume of the same name: it stays as it is. */
function withNewVolumes(soFar: SparkPod, added: readonly Volume[]): SparkPod {
  const names = new Set(soFar.pod.spec.volumes?.map(({ name }) => name));
  const fresh = added.filter(({ name }) => !names.has(name) && names.add(name));
  return withSpec(soFar, { volumes: fresh });
}
