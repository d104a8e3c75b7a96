import type { SparkApplicationStatus } from '../../api/spark-application.ts';

/** Cells of the bar of executors. */
const BAR_CELLS = 20;

/** How many of which kind. */
type Executors = NonNullable<SparkApplicationStatus['executors']>;

/** Says in one line where an application is: its state, and its executors where it has any. */
export function statusLine(name: string, status: SparkApplicationStatus | undefined): string {
  const { applicationState, attempt = 1, executors } = status ?? { applicationState: { state: '' } };
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  const bar = executors === undefined || executors.desired === 0 ? '' : ` ${executorsBar(executors)}`;
  return `${name}: ${applicationState.state || 'NEW'}${again}${bar}`;
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
