/*
 * The labels that Spark puts on its pods and selects by. Users may not set them.
 *
 * @see Spark `org.apache.spark.deploy.k8s.Constants`
 */

/** `driver` or `executor`. */
export const ROLE_LABEL = 'spark-role';
/** The application id, `spark.app.id`. */
export const APP_SELECTOR_LABEL = 'spark-app-selector';
/** The application name, made fit for a label. */
export const SPARK_APP_NAME_LABEL = 'spark-app-name';
/** Version of Spark in the image. */
export const SPARK_VERSION_LABEL = 'spark-version';
/** Number of the executor, from 1. */
export const EXECUTOR_ID_LABEL = 'spark-exec-id';
/** Id of the resource profile that the executor was made for; 0 is the default one. */
export const RESOURCE_PROFILE_LABEL = 'spark-exec-resourceprofile-id';
/** `true` on an executor that has ended and is kept: watches and polls leave it out. */
export const INACTIVE_LABEL = 'spark-exec-inactive';

/** Labels of the driver pod that a user may not set. */
export const RESERVED_DRIVER_LABELS: readonly string[] = [
  SPARK_VERSION_LABEL,
  APP_SELECTOR_LABEL,
  SPARK_APP_NAME_LABEL,
  ROLE_LABEL,
];

/** Labels of executor pods that a user may not set. */
export const RESERVED_EXECUTOR_LABELS: readonly string[] = [
  ...RESERVED_DRIVER_LABELS,
  EXECUTOR_ID_LABEL,
  RESOURCE_PROFILE_LABEL,
];

/** Selects all executor pods of an application, by its id. */
export const executorSelector = (appId: string): string =>
  `${APP_SELECTOR_LABEL}=${appId},${ROLE_LABEL}=executor`;

/**
 * Of them, those that are not put aside: what autoscalers are to count. In the words that kubectl understands in a scale
 * subresource, which has no `!=`.
 */
export const activeExecutorSelector = (appId: string): string =>
  `${executorSelector(appId)},!${INACTIVE_LABEL}`;
