/**
 * The states of an application, with the strings that existing tools match on. The empty string is the state of a
 * resource that nobody has looked at yet.
 *
 *   '' ─→ SUBMITTED ─→ RUNNING ─→ SUCCEEDING ─→ COMPLETED
 *    └→ SUBMISSION_FAILED └───→ FAILING ──────→ FAILED
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
