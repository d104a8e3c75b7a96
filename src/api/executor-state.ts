/**
 * The state of an executor in `status.executorState`.
 *
 * @see facts: v1beta2 `ExecutorState`; dashboards and Airflow's operator read these very words
 */
export const EXECUTOR_STATES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'UNKNOWN'] as const;

export type ExecutorState = (typeof EXECUTOR_STATES)[number];
