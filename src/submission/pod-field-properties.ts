import type { SparkApplicationSpec } from '../api/spark-application.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import { localDirProperties } from './local-dir-volumes.ts';
import type { PropertyField, PropertyMapField } from './property-field.ts';

/*
 * The fields of Kubernetes' own that Spark has properties for, so that Spark's steps see them as they would see the
 * properties. All others are put into the finished pods: `pod-fields/`.
 */

/** Both roles; all fields here stand in both. */
export const ROLES = ['driver', 'executor'] as const;
export type Role = (typeof ROLES)[number];

/** The properties of each role. */
const ROLE_KEYS = {
  driver: {
    schedulerName: CONF.driverSchedulerName.key,
    env: PREFIX.driverEnv,
    secret: PREFIX.driverSecret,
    secretEnv: PREFIX.driverSecretEnv,
    volume: PREFIX.driverVolume,
  },
  executor: {
    schedulerName: CONF.executorSchedulerName.key,
    env: PREFIX.executorEnv,
    secret: PREFIX.executorSecret,
    secretEnv: PREFIX.executorSecretEnv,
    volume: PREFIX.executorVolume,
  },
} as const;

/** Types of secrets that come with a variable, and the file in them that it names. */
export const SECRET_TYPES = {
  GCPServiceAccount: { variable: 'GOOGLE_APPLICATION_CREDENTIALS', file: 'key.json' },
  HadoopDelegationToken: { variable: 'HADOOP_TOKEN_FILE_LOCATION', file: 'hadoop.token' },
} as const;

/** Fields with one value. A variable that `envVars` sets, too, is as it says there. */
export const POD_PROPERTY_FIELDS: readonly PropertyField[] = [
  ...ROLES.flatMap((role) => [
    {
      field: `spec.${role}.schedulerName`,
      key: ROLE_KEYS[role].schedulerName,
      read: (spec: SparkApplicationSpec) => spec[role].schedulerName,
    },
    ...Object.entries(SECRET_TYPES).map(([type, { variable, file }]) => ({
      field: `spec.${role}.secrets[${type}]`,
      key: ROLE_KEYS[role].env + variable,
      read: (spec: SparkApplicationSpec) => fileOfSecret(spec, role, type, file),
    })),
  ]),
  {
    field: 'spec.executor.terminationGracePeriodSeconds',
    key: CONF.executorTerminationGrace.key,
    read: ({ executor: { terminationGracePeriodSeconds: seconds } }) =>
      seconds === undefined ? undefined : `${seconds}s`,
  },
];

/** Fields that are lists or maps of objects. */
export const POD_PROPERTY_MAP_FIELDS: readonly PropertyMapField[] = ROLES.flatMap((role) => [
  {
    field: `spec.${role}.secrets`,
    prefix: ROLE_KEYS[role].secret,
    read: (spec) => entries(spec[role].secrets?.map(({ name, path }) => [name, path])),
  },
  {
    field: `spec.${role}.envSecretKeyRefs`,
    prefix: ROLE_KEYS[role].secretEnv,
    read: (spec) => entries(secretReferences(spec, role)),
  },
  {
    field: `spec.${role}.volumeMounts`,
    prefix: ROLE_KEYS[role].volume,
    read: (spec) => entries(localDirProperties(spec.volumes, spec[role].volumeMounts)),
  },
]);

/** Of two with one name the later one wins; a check has found them before. */
function entries(
  list: readonly (readonly [string, string])[] | undefined,
): Readonly<Record<string, string>> | undefined {
  return list === undefined ? undefined : Object.fromEntries(list);
}

/** As Spark's property has it: `name:key`. */
function secretReferences(
  spec: SparkApplicationSpec,
  role: Role,
): readonly (readonly [string, string])[] | undefined {
  const references = spec[role].envSecretKeyRefs;
  return (
    references &&
    Object.entries(references).map(([variable, { name, key }]) => [variable, `${name}:${key}`] as const)
  );
}

/** Where the container finds the file of the first secret of that type. */
function fileOfSecret(
  spec: SparkApplicationSpec,
  role: Role,
  type: string,
  file: string,
): string | undefined {
  const secret = spec[role].secrets?.find(({ secretType }) => secretType === type);
  return secret === undefined ? undefined : `${secret.path.replace(/\/+$/u, '')}/${file}`;
}
