import { withCondition, type Condition } from '../api/condition.ts';
import type { ManagedBy, SparkApplicationStatus } from '../api/spark-application.ts';
import { timeText } from '../manifest/time.ts';
import { needsText, type ExecutorManagement } from '../submission/executor-management.ts';
import { eventAction, type Action } from './action.ts';

/*
 * What is different for an application whose driver makes its executors itself: nothing is done while it runs but
 * counting; why it is so stands in a condition; and what a driver leaves goes before the application counts as ended.
 */

/** In Driver mode True, with the reason `AsAsked` or `AsNeeded`; else not there. */
const CONDITION = 'DriverMode';

const RIGHTS = "The driver's account needs the rights of deploy/driver-mode-account.yaml.";

/** The manager that a decision stands for. */
export const asManagedBy = ({ kind }: ExecutorManagement): ManagedBy =>
  kind === 'operator' ? 'Operator' : 'Driver';

/** Gives the status of an attempt that was just accepted, with the condition that says who makes its executors. */
export function withManagement(
  status: SparkApplicationStatus,
  management: ExecutorManagement,
  nowMs: number,
): SparkApplicationStatus {
  const conditions = status.conditions ?? [];
  if (status.executorManagement !== 'Driver') {
    return { ...status, conditions: conditions.filter(({ type }) => type !== CONDITION) };
  }
  const condition: Condition = {
    type: CONDITION,
    status: 'True',
    reason: management.kind === 'driver-as-needed' ? 'AsNeeded' : 'AsAsked',
    message: messageOf(management),
    lastTransitionTime: timeText(nowMs),
    observedGeneration: status.observedGeneration ?? 0,
  };
  return { ...status, conditions: [...withCondition(conditions, condition)] };
}

/** The Event that tells of a mode that nobody has asked for. */
export function managementEvents(management: ExecutorManagement): readonly Action[] {
  if (management.kind !== 'driver-as-needed') return [];
  return [eventAction('Warning', 'SparkDriverModeNeeded', messageOf(management))];
}

function messageOf(management: ExecutorManagement): string {
  const why =
    management.kind === 'driver-as-needed' ? needsText(management.needs) : 'spec.executorManagement says so.';
  return `Spark makes the executors itself, in the driver: ${why} ${RIGHTS}`;
}
