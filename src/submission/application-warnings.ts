import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { PROPERTIES } from '../spark/properties.ts';
import { CONF } from '../spark/conf-keys.ts';
import { unknownProperties } from '../spark/unknown-properties.ts';
import { isDriverMode } from './executor-management.ts';

/**
 * Finds what a person will not have meant, and what keeps nothing from running: properties and fields that nobody reads,
 * and fields that cannot be had where the driver makes the executors itself.
 *
 * Guarantees: never throws, whatever the application says.
 */
export function applicationWarnings({ spec }: SparkApplication): readonly Violation[] {
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
    ...(inDriverMode ? overwrittenFields(spec) : []),
  ];
}

/** Fields that files written for other operators have and that this one does not act on, with the reason. */
export const IDLE_FIELDS = {
  failureRetries: 'use spec.restartPolicy.onFailureRetries',
  retryInterval: 'use spec.restartPolicy.onFailureRetryInterval',
  pythonVersion: 'Spark 3 and later know Python 3 alone',
  batchScheduler:
    'no batch scheduler is supported yet; spec.driver.schedulerName and spec.executor.schedulerName are',
  batchSchedulerOptions: 'no batch scheduler is supported yet',
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
