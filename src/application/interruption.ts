import { followsDriver } from '../api/application-state.ts';
import { violationLines } from '../api/violation.ts';
import { eventAction, type Action, type Decision } from './action.ts';
import { editOf } from './edit.ts';
import type { Observed } from './observed.ts';
import { move, stateOf } from './record.ts';
import { clearance } from './take-down.ts';

/** What people ask for ends the attempt under way; undefined where they ask for nothing of that kind. */
export function interruption(observed: Observed, nowMs: number): Decision | undefined {
  const state = interruptedState(observed);
  if (state === undefined) return undefined;
  const cutOff = followsDriver(stateOf(observed)) ? { news: { kind: 'cut-off' } as const } : {};
  const { actions, nextLook } = move(observed, { state, ...cutOff }, nowMs);
  // After it, the refused attempt is not the current one any more.
  const wasRefused = observed.application.status?.failures?.last?.kind === 'submission';
  const refused = wasRefused ? clearance(observed) : [];
  return { actions: [...refused, ...actions], nextLook };
}

/** Nothing is to run. */
export const isSuspended = ({ application }: Observed): boolean => application.spec.suspend === true;

/** Says once what is wrong with an edit: the status that goes before it has seen the edit. */
export function refusedEdit({ application }: Observed): readonly Action[] {
  const edit = editOf(application);
  if (edit.kind !== 'wrong') return [];
  const message = `the edit was not applied: ${violationLines(edit.violations)}`;
  return [eventAction('Warning', 'SparkApplicationSpecUpdateFailed', message)];
}

/** Suspension before an edit: what is edited meanwhile shows when the application goes on. */
function interruptedState(observed: Observed): 'SUSPENDING' | 'INVALIDATING' | undefined {
  if (isSuspended(observed)) return 'SUSPENDING';
  return editOf(observed.application).kind === 'new-attempt' ? 'INVALIDATING' : undefined;
}
