import type { Container, EnvVar } from '../manifest/pod.ts';
import { OperatorError } from '../operator-error.ts';
import { CONF } from '../spark/conf-keys.ts';
import type { ConfKey } from '../spark/conf-key.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import type { SparkBehaviour } from '../spark/version-differences.ts';
import { parseVolumes } from '../volumes/parse-volumes.ts';
import { plainVolume } from '../volumes/plain-volume.ts';
import type { VolumeSpec } from '../volumes/volume-spec.ts';

/**
 * What the steps that driver and executors share need to know of either, read from the properties once.
 *
 * @see Spark `KubernetesConf`
 */
export interface RoleConf {
  readonly role: 'driver' | 'executor';
  /** The properties, as the version of Spark in the image reads them, for whatever only one step reads. */
  readonly spark: SparkConf;
  /** What that version does. */
  readonly behaviour: SparkBehaviour;
  readonly appId: string;
  /** Start of the names of what belongs to the pod. */
  readonly namePrefix: string;
  /** With the version of Spark filled in. */
  readonly image: string;
  /** The user's, and those that Spark selects by. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** That of all pods, and over it that of the role. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** The user's own environment, in order of the names. */
  readonly environment: readonly EnvVar[];
  /** Name of a secret → directory it is mounted at. */
  readonly secretMounts: ReadonlyMap<string, string>;
  /** Name of a variable → `secret:key`. */
  readonly secretEnvironment: ReadonlyMap<string, string>;
  /** In order of type and name. */
  readonly volumes: readonly VolumeSpec[];
  /** That of the role, else that of all pods, else the cluster's. */
  readonly schedulerName: string | undefined;
  /** Executors fall back to that of the driver. */
  readonly serviceAccount: string | undefined;
}

/** The volumes under `prefix`, as far as the version of Spark understands them. Fails: SPARK_VOLUME_INVALID. */
export function volumesOf(
  conf: SparkConf,
  prefix: string,
  { volumeDetails }: SparkBehaviour,
): readonly VolumeSpec[] {
  const volumes = parseVolumes(conf, prefix, volumeDetails);
  return volumeDetails ? volumes : volumes.map((volume) => plainVolume(volume));
}

/** The image of `role`, with `{{SPARK_VERSION}}` filled in where a version is given. Fails: SPARK_IMAGE_MISSING. */
export function imageOf(
  conf: SparkConf,
  role: RoleConf['role'],
  own: ConfKey<string | undefined>,
  version?: string,
): string {
  const image = conf.read(own) ?? conf.read(CONF.image);
  if (image === undefined || image === '') throw new OperatorError('SPARK_IMAGE_MISSING', { role });
  return version === undefined ? image : image.replaceAll('{{SPARK_VERSION}}', version);
}

/**
 * The user's labels under `prefix`, with the ids filled in where they are given, and Spark's own.
 *
 * Fails: SPARK_PROPERTY_RESERVED where both name the same.
 */
export function withReservedLabels(
  conf: SparkConf,
  prefix: string,
  ids: SubstitutedIds | undefined,
  reserved: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own =
    ids === undefined ? Object.fromEntries(conf.withPrefix(prefix)) : substituted(conf, prefix, ids);
  const taken = Object.keys(own).find((label) => label in reserved);
  if (taken === undefined) return { ...own, ...reserved };
  throw new OperatorError('SPARK_PROPERTY_RESERVED', {
    field: `${prefix}${taken}`,
    why: 'Spark sets this label itself, to find its pods',
    remedy: 'Choose another name for the label.',
  });
}

/** What `{{APP_ID}}` and `{{EXECUTOR_ID}}` stand for in labels, annotations and java options. */
export interface SubstitutedIds {
  readonly appId: string;
  /** Empty for the driver. */
  readonly executorId: string;
}

/** What stands under `prefix`, with the ids filled in. */
export function substituted(
  conf: SparkConf,
  prefix: string,
  ids: SubstitutedIds,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...conf.withPrefix(prefix)].map(([name, value]) => [name, substituteIds(value, ids)]),
  );
}

/** @see Spark `Utils.substituteAppNExecIds` */
export function substituteIds(text: string, { appId, executorId }: SubstitutedIds): string {
  return text.replaceAll('{{APP_ID}}', appId).replaceAll('{{EXECUTOR_ID}}', executorId);
}

/** Variables as Kubernetes lists them. */
export function environmentOf(variables: Iterable<readonly [string, string]>): readonly EnvVar[] {
  return Array.from(variables, ([name, value]) => ({ name, value }));
}

/** Whether processes in the container may gain more rights than their parent: as the role says, else as for both. */
export function rightsToGain({ spark, role, behaviour }: RoleConf): Pick<Container, 'securityContext'> {
  if (!behaviour.privilegeEscalation) return {};
  const own = role === 'driver' ? CONF.driverPrivilegeEscalation : CONF.executorPrivilegeEscalation;
  const allowPrivilegeEscalation = spark.read(own) ?? spark.read(CONF.allowPrivilegeEscalation);
  return { securityContext: { allowPrivilegeEscalation } };
}
