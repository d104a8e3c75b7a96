import type { SparkApplication } from '../api/spark-application.ts';
import { executorNamePrefix, POD_NAME_PREFIX_LENGTH } from '../spark/application-names.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import type { MainResource, MainResourceKind } from '../spark/main-resource.ts';
import { SparkConf } from '../spark/spark-conf.ts';
import { withSubmitProperties } from '../spark/submit-properties.ts';
import type { Attempt } from './attempt.ts';
import { fieldProperties } from './field-properties.ts';
import { groupProperties } from './pod-group.ts';
import { containerNames } from './pod-templates.ts';
import { attemptLabels, inheritedLabels } from './pod-labels.ts';

/** The address under which the API server is known inside of every cluster. */
const IN_CLUSTER_MASTER = 'k8s://https://kubernetes.default.svc';

/**
 * Gives the properties that one attempt of a SparkApplication is submitted with. Each layer wins over those above it:
 *
 *   sparkConf            as it is
 *   labels               of the resource, for both pods
 *   typed fields         `field-properties.ts`; of templates, the container that runs Spark
 *   the group            what a batch scheduler knows the pods by: `pod-group.ts`
 *   the attempt          its labels, namespace, pod name
 *   spark-submit's own   master, main jar, time; and the prefix of executors, which rests on all before
 *
 * Memory, cores and the number of executors have no default here: Spark's own apply. Nothing is checked here.
 */
export function sparkConfOfApplication(attempt: Attempt): SparkConf {
  const { application } = attempt;
  const { spec } = application;
  const written = [
    ...Object.entries(spec.sparkConf ?? {}),
    ...onBothPods(inheritedLabels(application)),
    ...fieldProperties(spec),
    ...containerNames(spec),
  ];
  const conf = SparkConf.from([
    ...written,
    ...groupProperties(application, written),
    ...onBothPods(attemptLabels(attempt)),
    [CONF.namespace.key, attempt.namespace],
    [CONF.driverPodName.key, driverPodName(application)],
  ]);
  const submitted = withSubmitProperties(conf, {
    master: IN_CLUSTER_MASTER,
    name: application.metadata.name,
    mainResource: mainResourceOf(application),
    submittedAtMs: attempt.submittedAtMs,
  });
  return submitted.with(CONF.executorPodNamePrefix.key, executorPodNamePrefix(submitted, attempt));
}

/** The name of the driver pod: `spec.driver.podName`, else what `sparkConf` says, else `<application>-driver`. */
export function driverPodName({ metadata, spec }: SparkApplication): string {
  return spec.driver.podName ?? spec.sparkConf?.[CONF.driverPodName.key] ?? `${metadata.name}-driver`;
}

/** What the driver runs: as the ending of the file says, which `spark-submit` goes by; else as the type says. */
export function mainResourceOf({ spec }: SparkApplication): MainResource {
  const uri = spec.mainApplicationFile;
  const ending = /\.(py|jar|[rR])$/u.exec(uri)?.[1] ?? '';
  return { kind: KIND_BY_ENDING[ending] ?? KIND_BY_TYPE[spec.type], uri };
}

const KIND_BY_ENDING: Readonly<Record<string, MainResourceKind>> = {
  py: 'python',
  R: 'r',
  r: 'r',
  jar: 'java',
};
const KIND_BY_TYPE = { Java: 'java', Scala: 'java', Python: 'python', R: 'r' } as const;

/** Executor ids begin at 1 in each attempt, so a prefix of the user's own gets the attempt's number from the second on. */
function executorPodNamePrefix(conf: SparkConf, { ids, attempt }: Attempt): string {
  const own = conf.get(CONF.executorPodNamePrefix.key);
  if (own === undefined) return executorNamePrefix(conf.read(CONF.appName) ?? '', ids.uniqueId);
  return attempt === 1 ? own : `${own.slice(0, POD_NAME_PREFIX_LENGTH - 11)}-${attempt}`;
}

/** A label that driver and executors get alike, as two properties. */
function onBothPods(labels: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(labels).flatMap(([name, value]) => [
    [PREFIX.driverLabel + name, value] as const,
    [PREFIX.executorLabel + name, value] as const,
  ]);
}
