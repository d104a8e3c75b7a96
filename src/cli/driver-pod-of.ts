import type { SparkApplication } from '../api/spark-application.ts';
import { driverPodName } from '../submission/spark-conf-of-application.ts';

/** The name of the driver pod of the latest attempt; before the first, the one that it will have. */
export const driverPodOf = (application: SparkApplication): string =>
  application.status?.driverInfo.podName ?? driverPodName(application);
