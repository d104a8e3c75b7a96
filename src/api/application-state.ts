/**
 * The states of an application, with the strings that existing tools match on. The empty string is the state of a
 * resource that nobody has looked at yet.
 *
 *   '' ─→ SUBMITTED ─→ RUNNING ─→ SUCCEEDING ─→ COMPLETED
 *    └→ SUBMISSION_FAILED └───→ FAILING ──────→ FAILED
 *
 *   SUBMITTED          the driver pod was accepted; it does not run yet
 *   RUNNING            the driver's Spark container runs
 *   UNKNOWN            the node of the driver does not answer; back to where the pod says once it does
 *   SUCCEEDING         the driver ended with exit code 0
 *   FAILING            the driver ended otherwise, or is gone
 *   SUBMISSION_FAILED  the API server refused something the attempt needs
 *
 * @see kubeflow spark-operator, `v1beta2.ApplicationStateType`
 */
export type ApplicationState =
  | ''
  | 'SUBMITTED'
  | 'RUNNING'
  | 'SUCCEEDING'
  | 'COMPLETED'
  | 'FAILING'
  | 'FAILED'
  | 'SUBMISSION_FAILED'
  | 'UNKNOWN';

/** Whether the application has ended for good. */
export function isTerminal(state: ApplicationState): state is 'COMPLETED' | 'FAILED' {
  return state === 'COMPLETED' || state === 'FAILED';
}
