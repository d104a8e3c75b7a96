import { APP_NAME_LABEL } from '../api/labels.ts';
import type { SparkApplication } from '../api/spark-application.ts';
import { POD_DISRUPTION_BUDGETS } from '../manifest/pod-disruption-budget.ts';
import { planned, type PlannedObject } from '../pod/planned-object.ts';
import { ROLE_LABEL } from '../spark/labels.ts';
import { driverPodName } from './spark-conf-of-application.ts';

/**
 * `spec.driverPodDisruptionBudget`: the driver stays where its node is to be drained, until it has ended. It is named as the
 * driver pod is, and goes with the attempt.
 */
export function driverBudget(application: SparkApplication): readonly PlannedObject[] {
  if (application.spec.driverPodDisruptionBudget !== true) return [];
  const matchLabels = { [APP_NAME_LABEL]: application.metadata.name, [ROLE_LABEL]: 'driver' };
  return [
    planned(POD_DISRUPTION_BUDGETS, {
      apiVersion: POD_DISRUPTION_BUDGETS.apiVersion,
      kind: POD_DISRUPTION_BUDGETS.kind,
      metadata: { name: driverPodName(application) },
      spec: { minAvailable: 1, selector: { matchLabels } },
    }),
  ];
}
