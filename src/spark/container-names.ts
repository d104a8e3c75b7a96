/*
 * The names of Spark's own containers, which people, dashboards and log collectors look for.
 */

export const DRIVER_CONTAINER = 'spark-kubernetes-driver';
export const EXECUTOR_CONTAINER = 'spark-kubernetes-executor';
