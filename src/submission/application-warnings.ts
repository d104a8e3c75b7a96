import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { PROPERTIES } from '../spark/properties.ts';
import { CONF } from '../spark/conf-keys.ts';
import { unknownProperties } from '../spark/unknown-properties.ts';
import { driverModeNeeded, isDriverMode } from './executor-management.ts';
import { batchSchedulerOf } from './pod-group.ts';
import { ROLES } from './pod-field-properties.ts';
import { unknownVersion } from './unfit-spark-version.ts';

/**
 * Finds what a person will not have meant, or has to see to outside of the application, and what keeps nothing from being
 * submitted. `violations` is what does: where one stands, nothing else is said of the same field.
 *
 * Guarantees: never throws, whatever the application says.
 */
export function applicationWarnings(
  application: SparkApplication,
  violations: readonly Violation[] = [],
): readonly Violation[] {
  return [
    ...ignoredSettings(application),
    ...unknownVersion(application),
    ...driverModeNeeded(application),
    ...unnamedAccount(application),
  ].filter(({ path }) => !violations.some((violation) => violation.path === path));
}

/**
 * Finds properties and fields that nobody reads, and fields that cannot be had where the driver makes the executors
 * itself.
 *
 * Guarantees: never throws, whatever the application says.
 */
export function ignoredSettings({ spec }: SparkApplication): readonly Violation[] {
  const keys = Object.keys(spec.sparkConf ?? {});
  const unknown = unknownProperties(keys).map(({ key, nearest }) => ({
    path: `spec.sparkConf[${key}]`,
    message: `No version of Spark knows this property. Did you mean ${nearest}?`,
  }));
  const inDriverMode = isDriverMode(spec);
  const idle = PROPERTIES.flatMap((property) => {
    const { key, because } = property;
    if (because === undefined || !keys.includes(key) || (inDriverMode && property.inDriverMode)) return [];
    return [{ path: `spec.sparkConf[${key}]`, message: `The property has no effect: ${because}.` }];
  });
  return [
    ...unknown,
    ...idle,
    ...idleFields(spec),
    ...idleMonitoring(spec),
    ...idleGroupFields(spec),
    ...(inDriverMode ? overwrittenFields(spec) : []),
  ];
}

/**
 * Warns of a driver whose account nobody names. It runs as `default` then, which in most namespaces may touch neither
 * executor sets nor pods: the driver waits for executors that nobody makes, or fails. What `default` may do in a namespace
 * nobody here can know.
 */
export function unnamedAccount({ spec }: SparkApplication): readonly Violation[] {
  const { driver, sparkConf = {} } = spec;
  const keys = [CONF.driverServiceAccount.key, 'spark.kubernetes.driver.podTemplateFile'];
  if (driver.serviceAccount !== undefined || driver.template !== undefined) return [];
  if (keys.some((key) => key in sparkConf)) return [];
  const { may, from } = isDriverMode(spec)
    ? { may: 'make pods', from: 'deploy/driver-mode-account.yaml' }
    : { may: 'update executor sets', from: 'deploy/job-account.yaml' };
  const message =
    `The field is not set, so the driver runs as "default": unless that may ${may}, it gets no ` +
    `executors. Name the account of ${from}: spark.`;
  return [{ path: 'spec.driver.serviceAccount', message }];
}

/** Fields that files written for other operators have and that this one does not act on, with the reason. */
export const IDLE_FIELDS = {
  failureRetries: 'use spec.restartPolicy.onFailureRetries',
  retryInterval: 'use spec.restartPolicy.onFailureRetryInterval',
  pythonVersion: 'Spark 3 and later know Python 3 alone',
} as const satisfies Partial<Record<keyof SparkApplicationSpec, string>>;

/** A field that is there says what its author wants, whatever its value. */
function idleFields(spec: SparkApplicationSpec): readonly Violation[] {
  return Object.entries(IDLE_FIELDS).flatMap(([field, because]) =>
    field in spec ? [{ path: `spec.${field}`, message: `The field has no effect: ${because}.` }] : [],
  );
}

/** Only Prometheus is given anything. */
function idleMonitoring({ monitoring }: SparkApplicationSpec): readonly Violation[] {
  if (monitoring === undefined || monitoring.prometheus !== undefined) return [];
  const message = 'The field has no effect: it does not say how. Set spec.monitoring.prometheus.';
  return [{ path: 'spec.monitoring', message }];
}

/** Not every scheduler goes by all that it can be told, and none where none is named. */
function idleGroupFields(spec: SparkApplicationSpec): readonly Violation[] {
  const { batchScheduler: name = '', batchSchedulerOptions: options } = spec;
  const scheduler = batchSchedulerOf(spec);
  if (scheduler === undefined) {
    const message = 'The field has no effect: spec.batchScheduler names no scheduler.';
    return name !== '' || options === undefined ? [] : [{ path: 'spec.batchSchedulerOptions', message }];
  }
  const isRead = (option: string): boolean => scheduler.options.some((each) => each === option);
  const idle = Object.keys(options ?? {}).filter((option) => !isRead(option));
  const overruled = ROLES.filter((role) => {
    const { schedulerName } = spec[role];
    return schedulerName !== undefined && scheduler.schedulerName(schedulerName) !== schedulerName;
  });
  return [
    ...idle.map((option) => ({
      path: `spec.batchSchedulerOptions.${option}`,
      message: `The field has no effect: ${name} does not go by it.`,
    })),
    ...overruled.map((role) => ({
      path: `spec.${role}.schedulerName`,
      message: 'The field has no effect: spec.batchScheduler places the pod.',
    })),
  ];
}

/** Fields of the executors that Spark, which comes after their template, sets itself. */
function overwrittenFields({ executor, sparkConf }: SparkApplicationSpec): readonly Violation[] {
  const memoryLimit = {
    path: 'spec.executor.memoryLimit',
    message:
      'The field has no effect: in Driver mode Spark limits executors to what they request. ' +
      'Set spec.executor.memoryOverhead.',
  };
  const lifecycle = {
    path: 'spec.executor.lifecycle',
    message: `The field has no effect: in Driver mode ${CONF.decommission.key} brings hooks of Spark's own.`,
  };
  return [
    ...(executor.memoryLimit === undefined ? [] : [memoryLimit]),
    ...(executor.lifecycle !== undefined && sparkConf?.[CONF.decommission.key] === 'true' ? [lifecycle] : []),
  ];
}
