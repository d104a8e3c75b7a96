/** What became of each executor, gathered from the changes of its pod. */

/** One executor, as a row of the table at the end of the demo. Times are RFC 3339, empty while unknown. */
export interface ExecutorRow {
  readonly executor: string;
  readonly created: string;
  readonly running: string;
  readonly finished: string;
  readonly end: string;
}

const UNKNOWN: ExecutorRow = { executor: '', created: '', running: '', finished: '', end: '' };

/** The fields of a pod that `WATCH_TEMPLATE` prints, in its order. */
const FIELDS = [
  'type',
  'name',
  'created',
  'phase',
  'running',
  'started',
  'finished',
  'code',
  'reason',
] as const;
type Field = (typeof FIELDS)[number];

const POD = '{.object.metadata';
const STATE = '{.object.status.containerStatuses[0].state';

/** A jsonpath for `kubectl get pods --watch --output-watch-events` that gives one line for each change. */
export const WATCH_TEMPLATE = [
  '{.type}',
  `${POD}.name}`,
  `${POD}.creationTimestamp}`,
  '{.object.status.phase}',
  `${STATE}.running.startedAt}`,
  `${STATE}.terminated.startedAt}`,
  `${STATE}.terminated.finishedAt}`,
  `${STATE}.terminated.exitCode}`,
  `${STATE}.terminated.reason}`,
]
  .join('{"|"}')
  .concat('{"\\n"}');

/** The rows so far, with one line of the watch taken in. */
export function withPodLine(
  rows: ReadonlyMap<string, ExecutorRow>,
  line: string,
): ReadonlyMap<string, ExecutorRow> {
  const values = line.split('|');
  if (values.length !== FIELDS.length) return rows;
  const field = (name: Field): string => values[FIELDS.indexOf(name)] ?? '';
  const before = rows.get(field('name')) ?? UNKNOWN;
  const row: ExecutorRow = {
    executor: field('name'),
    created: field('created'),
    running: field('started') || field('running') || before.running,
    finished: field('finished') || before.finished,
    end: endOf(field) || before.end,
  };
  return new Map(rows).set(row.executor, row);
}

function endOf(field: (name: Field) => string): string {
  if (field('code') !== '') return `exit code ${field('code')} (${field('reason') || 'no reason given'})`;
  if (field('type') === 'DELETED') return 'deleted while it ran';
  return field('phase') === 'Failed' ? 'failed before it ran' : '';
}
