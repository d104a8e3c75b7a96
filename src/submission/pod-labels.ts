import { APP_NAME_LABEL, ATTEMPT_LABEL, LAUNCHED_BY_LABEL, SUBMISSION_ID_LABEL } from '../api/labels.ts';
import type { SparkApplication } from '../api/spark-application.ts';
import { RESERVED_EXECUTOR_LABELS } from '../spark/labels.ts';
import type { Attempt } from './attempt.ts';

/** Labels of a queueing system: on a pod they would have it queue the pod as well. */
const QUEUEING_PREFIX = 'kueue.x-k8s.io/';

/** The labels of the resource that its pods inherit: all but those that mean something else on a pod. */
export function inheritedLabels({ metadata }: SparkApplication): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata.labels ?? {}).filter(
      ([name]) => !name.startsWith(QUEUEING_PREFIX) && !RESERVED_EXECUTOR_LABELS.includes(name),
    ),
  );
}

/** The labels of the attempt's pods: what the operator's watches select, and whose they are. */
export function attemptLabels(attempt: Attempt): Readonly<Record<string, string>> {
  return { ...objectLabels(attempt), [LAUNCHED_BY_LABEL]: 'true' };
}

/** The labels of everything else that is made for the attempt. */
export function objectLabels({ application, attempt, ids }: Attempt): Readonly<Record<string, string>> {
  return {
    [APP_NAME_LABEL]: application.metadata.name,
    [SUBMISSION_ID_LABEL]: ids.submissionId,
    [ATTEMPT_LABEL]: String(attempt),
  };
}
