import { followsDriver } from '../../api/application-state.ts';
import type { SparkApplicationStatus } from '../../api/spark-application.ts';

/** Cells of the bar of executors. */
const BAR_CELLS = 20;

/** How many of which kind. */
type Executors = NonNullable<SparkApplicationStatus['executors']>;

/** Why nothing runs, in the order in which it comes to run. */
const BEFORE_WORK = ['DriverReady', 'ExecutorsReady'];

/**
 * Says in one line where an application is: its state, its executors where it has any, and what holds it up while none
 * runs.
 */
export function statusLine(name: string, status: SparkApplicationStatus | undefined): string {
  const { applicationState, attempt = 1, executors } = status ?? { applicationState: { state: '' } };
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  const bar = executors === undefined || executors.desired === 0 ? '' : ` ${executorsBar(executors)}`;
  const held = heldUp(status);
  const why = held === undefined ? '' : `: ${held}`;
  return `${name}: ${applicationState.state || 'NEW'}${again}${bar}${why}`;
}

/** The message of the first condition that does not hold; undefined while executors run, or none are wanted. */
function heldUp(status: SparkApplicationStatus | undefined): string | undefined {
  if (status === undefined || !followsDriver(status.applicationState.state)) return undefined;
  const { conditions = [], executors } = status;
  if (executors !== undefined && executors.running > 0) return undefined;
  const first = BEFORE_WORK.map((type) => conditions.find((each) => each.type === type)).find(
    (condition) => condition !== undefined && condition.status !== 'True',
  );
  return first?.reason === 'NoneWanted' ? undefined : first?.message.replaceAll(/\s+/gu, ' ');
}

/** A bar with a sign for those that run, one for those that are asked for, and one for those that are not there yet. */
function executorsBar({ desired, pending, running, failed }: Executors): string {
  const cells = (count: number): number => Math.min(BAR_CELLS, Math.round((count * BAR_CELLS) / desired));
  // Both together are never longer than the bar.
  const full = cells(running);
  const half = Math.min(cells(pending), BAR_CELLS - full);
  const bar = '#'.repeat(full) + '+'.repeat(half) + '.'.repeat(BAR_CELLS - full - half);
  const more = [pending > 0 ? `, ${pending} pending` : '', failed > 0 ? `, ${failed} failed` : ''].join('');
  return `[${bar}] ${running}/${desired} executors${more}`;
}
