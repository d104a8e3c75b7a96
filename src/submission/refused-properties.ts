import { refuseContradictions } from '../pod/features/kerberos-conf.ts';
import { CONF } from '../spark/conf-keys.ts';
import { failureOf, valueOrFailure, type Check } from './check.ts';
import { isDriverMode } from './executor-management.ts';
import { fieldOf } from './field-properties.ts';

/** A property that an application may not set in `sparkConf`. */
interface RefusedProperty {
  /** A key, or the start of keys where it ends in a dot. */
  readonly key: string;
  /** Completes the sentence "… is not allowed: …". */
  readonly why: string;
  /** One sentence in the imperative. */
  readonly remedy: string;
  /** Allowed where the driver makes the executors itself. @default false */
  readonly inDriverMode?: boolean;
}

/* Reasons that several properties share. */
const NEEDS_A_FIELD = 'it decides what the pods may do, and has a field of its own';
const IDENTITY = 'pods act as their service account, and as nobody else';
const NOT_YET = 'the operator does not support it yet';
const CLASSES = 'the operator makes the executors, and has no classes of Spark';
const DRIVER_MODE = 'Set spec.executorManagement: Driver, or remove it.';
const CERTIFICATES = ['clientKeyFile', 'clientCertFile', 'caCertFile'];
const SERVICE = "the driver listens on its pod's IP and is known by its service";

/**
 * Every property that is refused, with the reason and the way out.
 *
 *   identity and images  have typed fields, so that who may write them can be ruled by policy
 *   addresses            are the operator's to choose
 *   files and classes    are out of its reach
 */
export const REFUSED_PROPERTIES: readonly RefusedProperty[] = [
  { key: CONF.driverServiceAccount.key, why: NEEDS_A_FIELD, remedy: 'Set spec.driver.serviceAccount.' },
  { key: CONF.executorServiceAccount.key, why: NEEDS_A_FIELD, remedy: 'Set spec.executor.serviceAccount.' },
  { key: CONF.image.key, why: NEEDS_A_FIELD, remedy: 'Set spec.image.' },
  { key: CONF.driverImage.key, why: NEEDS_A_FIELD, remedy: 'Set spec.driver.image.' },
  { key: CONF.executorImage.key, why: NEEDS_A_FIELD, remedy: 'Set spec.executor.image.' },
  ...['', 'driver.', 'executor.', 'submission.'].flatMap((role) =>
    ['oauthToken', 'oauthTokenFile', ...(role === 'driver.' ? [] : CERTIFICATES)].map((name) => ({
      key: `spark.kubernetes.authenticate.${role}${name}`,
      why: IDENTITY,
      remedy: 'Remove it, and give rights to the service account.',
    })),
  ),
  { key: CONF.master.key, why: 'the driver runs in the cluster of its operator', remedy: 'Remove it.' },
  {
    key: 'spark.kubernetes.driver.master',
    why: 'the driver runs in the cluster of its operator',
    remedy: 'Remove it.',
  },
  { key: CONF.driverHost.key, why: SERVICE, remedy: 'Remove it.' },
  { key: CONF.driverBindAddress.key, why: SERVICE, remedy: 'Remove it.' },
  ...['featureSteps', 'excludedFeatureSteps'].flatMap((name) => [
    { key: `spark.kubernetes.driver.pod.${name}`, why: NOT_YET, remedy: 'Remove it.' },
    {
      key: `spark.kubernetes.executor.pod.${name}`,
      why: CLASSES,
      remedy: DRIVER_MODE,
      inDriverMode: true,
    },
  ]),
];

/** Properties that would escape the namespace or identity of the application, or that the operator cannot honour. */
export const refusedPropertySet: Check = ({ spec }) => {
  const properties = Object.keys(spec.sparkConf ?? {});
  const isAllowed = ({ inDriverMode = false }: RefusedProperty): boolean =>
    inDriverMode && isDriverMode(spec);
  return REFUSED_PROPERTIES.filter((row) => !isAllowed(row)).flatMap(({ key, why, remedy }) =>
    properties
      .filter((name) => (key.endsWith('.') ? name.startsWith(key) : name === key))
      .map((name) => ({
        path: `spec.sparkConf[${name}]`,
        message: `${name} is not allowed: ${why}. ${remedy}`,
      })),
  );
};

/** A namespace other than the application's own: owners reach no further, and neither do a person's rights. */
export const foreignNamespace: Check = ({ metadata, spec }) => {
  const { key } = CONF.namespace;
  const asked = spec.sparkConf?.[key];
  if (asked === undefined || asked === (metadata.namespace ?? 'default')) return [];
  return [
    {
      path: `spec.sparkConf[${key}]`,
      message: `${key} is not allowed to be another namespace than the application's own. Remove it.`,
    },
  ];
};

/**
 * A secret that only Spark's own allocator could hand to executors: the driver draws it at random and keeps it in
 * memory, so executors that somebody else makes never learn it.
 *
 * @see Spark `SecurityManager.initializeAuth`
 */
export const secretWithoutFile: Check = ({ spec }, conf) =>
  conf.get('spark.authenticate') !== 'true' || conf.has(CONF.authSecretFile.key) || isDriverMode(spec)
    ? []
    : [
        {
          path: 'spec.sparkConf[spark.authenticate]',
          message:
            'spark.authenticate needs a secret that driver and executors share. Mount one into both with ' +
            `spark.kubernetes.{driver,executor}.secrets.NAME, and set ${CONF.authSecretFile.key} to its file.`,
        },
      ];

/** Ways to log in to Kerberos that exclude each other, or that are not whole. */
export const kerberosContradiction: Check = (_, conf) =>
  failureOf('spec.sparkConf', () => refuseContradictions(conf));

/** Places of one resource profile that are more than those of all. Where nothing is set they are the same. */
export const pendingPodsContradiction: Check = ({ spec }, conf) => {
  const { allocationMaxPending: all, allocationMaxPendingPerProfile: each } = CONF;
  if (!conf.has(each.key)) return [];
  const fits = valueOrFailure('', () => conf.read(each) <= conf.read(all));
  // What cannot be read is another fault.
  if (fits.kind === 'failure' || fits.value) return [];
  return [
    {
      path: fieldOf(each.key, spec),
      message: `${each.key} is ${conf.get(each.key)}, more than ${all.key}, ${conf.read(all)}. Lower it.`,
    },
  ];
};
