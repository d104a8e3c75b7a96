import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { Clock } from '../clock.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Log } from '../log.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import type { ObserveWorld } from './observe.ts';

/** Where rounds write to. */
export interface PerformWorld extends ObserveWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Shows a Warning Event at the application of that set; never fails. Absent: nobody wants to know. */
  readonly warn?: (set: Stored<SparkExecutorSet>, reason: string, message: string) => void;
}

/** Pods of one application asked for at the same time: enough to keep an API server busy. */
export const CREATIONS_AT_ONCE = 50;

/** Other requests of one application under way at the same time, so few that a loss to be told is not long behind them. */
export const AT_ONCE = 20;

/** What log lines say of whose executors they are about. */
export const logFields = ({ of }: ManagedExecutors): { readonly app: string; readonly set: string } => ({
  app: keyOf(of.key),
  set: of.setName,
});
