import type { SparkApplication } from '../api/spark-application.ts';
import type { ConfKey } from '../spark/conf-key.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import { deviceLimits, parseCustomResources } from '../spark/custom-resources.ts';
import { RESERVED_DRIVER_LABELS, RESERVED_EXECUTOR_LABELS } from '../spark/labels.ts';
import { parseSparkVersion } from '../spark/spark-version.ts';
import { readBy } from '../spark/version-differences.ts';
import { parseVolumes } from '../volumes/parse-volumes.ts';
import { refuseCpuLimitBelow } from '../pod/features/basic-executor.ts';
import { parseSecretReference } from '../pod/features/env-secrets.ts';
import { imageOf } from '../pod/role-conf.ts';
import { fieldOf, isWritten } from './field-properties.ts';
import { failureOf, type Check } from './check.ts';

/** What differs between the two roles: executors are checked with the driver, not when the first one is made. */
const ROLES = [
  {
    role: 'driver',
    image: CONF.driverImage,
    volumes: PREFIX.driverVolume,
    resources: PREFIX.driverResource,
    secrets: PREFIX.driverSecretEnv,
    labels: PREFIX.driverLabel,
    reserved: RESERVED_DRIVER_LABELS,
  },
  {
    role: 'executor',
    image: CONF.executorImage,
    volumes: PREFIX.executorVolume,
    resources: PREFIX.executorResource,
    secrets: PREFIX.executorSecretEnv,
    labels: PREFIX.executorLabel,
    reserved: RESERVED_EXECUTOR_LABELS,
  },
] as const;

/**
 * Sizes, times, numbers and choices that the version of Spark cannot read. Only what a person wrote is looked at: a value
 * that follows from another one would be reported twice.
 */
export const unreadableValue: Check = ({ spec }, conf) => {
  const keys: readonly ConfKey<unknown>[] = Object.values(CONF);
  const read = isVersion(spec.sparkVersion) ? readBy(spec.sparkVersion, conf) : conf;
  return keys
    .filter(({ key }) => isWritten(key, spec))
    .flatMap((entry) => failureOf(fieldOf(entry.key, spec), () => read.read(entry)));
};

const isVersion = (text: string): boolean => failureOf('', () => parseSparkVersion(text)).length === 0;

/** No image for a role; said once, since one field mends both. */
export const imageMissing: Check = ({ spec }, conf) =>
  ROLES.flatMap(({ role, image }) =>
    failureOf('spec.image', () => imageOf(conf, role, image, spec.sparkVersion)),
  ).slice(0, 1);

/**
 * Volumes that cannot be mounted: of an unknown type, without a needed option, two in one place. A size without a unit
 * is found for old versions of Spark, too: nobody means so few bytes.
 */
export const volumeUnreadable: Check = (_, conf) =>
  ROLES.flatMap(({ role, volumes }) =>
    failureOf(`spec.sparkConf[spark.kubernetes.${role}.volumes]`, () => parseVolumes(conf, volumes)),
  );

/** Devices that Kubernetes could not find, because nobody said whose they are. */
export const deviceUnreadable: Check = (_, conf) =>
  ROLES.flatMap(({ resources }) =>
    failureOf(`spec.sparkConf[${resources}*]`, () =>
      deviceLimits(parseCustomResources(conf, resources), resources),
    ),
  );

/** Executors with a limit of CPU below their request, which no cluster takes and not every Spark notices. */
export const executorCpuLimitTooLow: Check = ({ spec }, conf) => {
  const [cores, request, limit] = [CONF.executorCores, CONF.executorRequestCores, CONF.executorLimitCores];
  const unreadable = [cores, request, limit].flatMap((entry) =>
    failureOf(entry.key, () => conf.read<unknown>(entry)),
  );
  if (unreadable.length > 0) return [];
  return failureOf(fieldOf(limit.key, spec), () =>
    refuseCpuLimitBelow(conf.read(request) ?? String(conf.read(cores)), conf.read(limit)),
  );
};

/** Environment variables that name no key of a secret. */
export const secretReferenceUnreadable: Check = ({ spec }, conf) =>
  ROLES.flatMap(({ secrets }) =>
    [...conf.withPrefix(secrets)].flatMap(([name, reference]) =>
      failureOf(fieldOf(secrets + name, spec), () => parseSecretReference(reference, secrets + name)),
    ),
  );

/** Labels that Spark sets itself. */
export const reservedLabelSet: Check = ({ spec }, conf) =>
  ROLES.flatMap(({ labels, reserved }) =>
    reserved
      .filter((label) => conf.has(labels + label))
      .map((label) => ({
        path: fieldOf(labels + label, spec),
        message: `${label} is set by Spark itself, to find its pods. Choose another name for the label.`,
      })),
  );

/** A name from which no names of pods, services and labels can be made. */
export const nameUnfit: Check = (application: SparkApplication) => {
  const { name } = application.metadata;
  if (/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/u.test(name)) return [];
  return [
    {
      path: 'metadata.name',
      message:
        `"${name}" is not a DNS label. Use at most 63 lower-case letters, digits and dashes, beginning with a ` +
        'letter and not ending with a dash.',
    },
  ];
};
