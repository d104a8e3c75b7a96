import { START_FAILURES } from '../api/start-failures.ts';

/** What one metric is called, what it counts, and in which unit. */
export interface Metric {
  /** A counter only grows, a gauge is what it is now, a histogram counts observations by size. */
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** One sentence, shown by Prometheus. */
  readonly help: string;
  /** Names of the labels; their values are in `LABEL_VALUES`. Never a namespace or a name: series are bounded. */
  readonly labels: readonly string[];
  /** Upper bounds, in the unit of the name. Histograms only. */
  readonly buckets?: readonly number[];
}

/** Every metric of the operator, by name. `docs/metrics.md` shows the same table, held equal by a test. */
export const METRICS = {
  spark_operator_submissions_total: {
    kind: 'counter',
    help: 'Submissions tried, by what came of them.',
    labels: ['outcome'],
  },
  spark_operator_submission_seconds: {
    kind: 'histogram',
    help: 'Time from the first look at an application to its accepted driver pod.',
    labels: [],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  spark_operator_applications_ended_total: {
    kind: 'counter',
    help: 'Applications that ended, by their last state.',
    labels: ['state'],
  },
  spark_operator_attempts_total: {
    kind: 'counter',
    help: 'Attempts of applications that began, by what came before: nothing, the kind of failure, or why else.',
    labels: ['after'],
  },
  spark_operator_start_failures_total: {
    kind: 'counter',
    help: 'Attempts that failed before the application ran, by reason.',
    labels: ['reason'],
  },
  spark_operator_reconcile_seconds: {
    kind: 'histogram',
    help: 'Time one look at an application took, including what was done.',
    labels: ['queue'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
  },
  spark_operator_reconcile_failures_total: {
    kind: 'counter',
    help: 'Looks that failed and will be tried again.',
    labels: ['queue'],
  },
  spark_operator_work_queue_depth: {
    kind: 'gauge',
    help: 'Applications waiting to be looked at.',
    labels: ['queue'],
  },
  spark_operator_executors_created_total: {
    kind: 'counter',
    help: 'Executor pods asked for that are there.',
    labels: [],
  },
  spark_operator_executors_refused_total: {
    kind: 'counter',
    help: 'Executor pods that could not be created: refused by a quota or an admission webhook, or not built.',
    labels: [],
  },
  spark_operator_applications_without_places: {
    kind: 'gauge',
    help: 'Applications that wait for others in their namespace to end executors (--max-executors-per-namespace).',
    labels: [],
  },
  spark_operator_executors_lost_total: {
    kind: 'counter',
    help: 'Executors that failed, by what caused it; not those with exit code 0, or that nobody wanted any more.',
    labels: ['caused_by'],
  },
  spark_operator_leading: {
    kind: 'gauge',
    help: '1 while this process leads, 0 while it waits.',
    labels: [],
  },
} as const satisfies Record<string, Metric>;

/** A metric the operator has: another name does not compile. */
export type MetricName = keyof typeof METRICS;

/** The values each label can take, so that every series starts at zero instead of appearing later. */
export const LABEL_VALUES: Readonly<Record<string, readonly string[]>> = {
  // accepted: a driver pod is there; refused: no try will help; retried: another try follows.
  outcome: ['accepted', 'refused', 'retried'],
  // The two terminal states of `api/application-state.ts`.
  state: ['COMPLETED', 'FAILED'],
  // submission: the one before was refused; success: the application runs again always.
  after: ['nothing', 'application', 'infrastructure', 'submission', 'success', 'edit', 'suspension'],
  reason: START_FAILURES,
  // applications: one key for each application; executors: one for each that has executors to run.
  queue: ['applications', 'executors'],
  // infrastructure: eviction, preemption, a lost node, a deletion; it counts against no failure limit.
  caused_by: ['application', 'infrastructure'],
};
