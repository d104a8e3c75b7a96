/**
 * The states of an application, with the strings that existing tools match on. The empty string is the state of a
 * resource that nobody has looked at yet.
 *
 *   '' ─→ SUBMITTED ─→ RUNNING ─→ SUCCEEDING ─→ COMPLETED
 *    │        └────────────┴─────→ FAILING ───→ FAILED
 *    └→ SUBMISSION_FAILED ──────────────────────↗
 *
 *   SUCCEEDING, FAILING, SUBMISSION_FAILED ─→ PENDING_RERUN ─→ SUBMITTED        the restart policy wants another attempt
 *   any ─→ INVALIDATING ─→ PENDING_RERUN                                        an edit needs other pods
 *   any but COMPLETED, FAILED ─→ SUSPENDING ─→ SUSPENDED ─→ RESUMING ─→ SUBMITTED
 *
 *   SUBMITTED          the driver pod was accepted; it does not run yet
 *   RUNNING            the driver's Spark container runs
 *   UNKNOWN            the node of the driver does not answer; back to where the pod says once it does
 *   SUCCEEDING         the driver ended with exit code 0
 *   FAILING            the driver ended otherwise, or is gone; it may be run again
 *   SUBMISSION_FAILED  the API server refused something the attempt needs; it may be tried again
 *   PENDING_RERUN      the pods of the last attempt are on their way out, then the next one begins
 *   INVALIDATING       the spec has changed under an attempt
 *   SUSPENDING         the pods are on their way out
 *   SUSPENDED          nothing runs until `spec.suspend` is false
 *   RESUMING           the next attempt is about to begin
 *
 * @see kubeflow spark-operator, `v1beta2.ApplicationStateType`
 */
export const APPLICATION_STATES = [
  '',
  'SUBMITTED',
  'RUNNING',
  'SUCCEEDING',
  'COMPLETED',
  'FAILING',
  'FAILED',
  'SUBMISSION_FAILED',
  'PENDING_RERUN',
  'INVALIDATING',
  'SUSPENDING',
  'SUSPENDED',
  'RESUMING',
  'UNKNOWN',
] as const;

/** One of them. */
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** Whether the application has ended for good. */
export function isTerminal(state: ApplicationState): state is 'COMPLETED' | 'FAILED' {
  return state === 'COMPLETED' || state === 'FAILED';
}

/** Whether the driver is over and the attempt is not taken down yet, or never will be. */
export function hasEnded(state: ApplicationState): boolean {
  return state === 'SUCCEEDING' || state === 'FAILING' || isTerminal(state);
}

/** Whether the state follows the driver pod. */
export function followsDriver(state: ApplicationState): state is 'SUBMITTED' | 'RUNNING' | 'UNKNOWN' {
  return state === 'SUBMITTED' || state === 'RUNNING' || state === 'UNKNOWN';
}
