/** One operator: the real controller of executors, with an informer of executor sets, over a line of its own. */
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { Clock } from '../../../src/clock.ts';
import { ExecutorsController } from '../../../src/executors/controller.ts';
import type { ExecutorsOf } from '../../../src/executors/executors-of.ts';
import { Informer } from '../../../src/kube/informer.ts';
import type { Projection } from '../../../src/kube/projection-cache.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { NO_METRICS } from '../../../src/metrics/metrics.ts';
import { SILENT_LOG } from '../../fakes/silent-log.ts';
import type { Line } from '../line/line.ts';

interface WholeSet extends Projection {
  readonly object: Stored<SparkExecutorSet>;
}

export interface OperatorOptions {
  readonly line: Line;
  readonly clock: Clock;
  readonly random: () => number;
  readonly namespace: string;
  readonly mostExecutors: number;
  /** What it looks after, as it is now. */
  readonly executors: () => ExecutorsOf;
}

export class Operator {
  readonly line: Line;
  readonly #options: OperatorOptions;
  readonly #stop = new AbortController();
  readonly #controller: ExecutorsController;
  readonly #sets: Informer<SparkExecutorSet, WholeSet>;

  constructor(options: OperatorOptions) {
    const { line, clock, random, namespace, mostExecutors } = options;
    this.#options = options;
    this.line = line;
    const outside = { api: line, clock, random, log: SILENT_LOG, metrics: NO_METRICS };
    this.#sets = new Informer<SparkExecutorSet, WholeSet>(
      {
        resource: EXECUTOR_SETS,
        namespace,
        project: (object) => {
          const { namespace, name, uid, resourceVersion } = object.metadata;
          return { namespace, name, uid, resourceVersion, object };
        },
        indexes: {},
        onChange: (change) =>
          this.#controller.executorSetChanged(
            (change.kind === 'deleted' ? change.before : change.after).object,
          ),
      },
      outside,
    );
    const sets = { get: (name: { namespace: string; name: string }) => this.#sets.get(name)?.object };
    this.#controller = new ExecutorsController({ ...outside, sets, mostExecutors, namespaces: [namespace] });
  }

  /** It begins to work once it has seen what there is, as the whole operator does. */
  start(): void {
    void this.#sets.run(this.#stop.signal);
    void this.#controller.run(this.#stop.signal);
    void this.#sets.synced.then(() => this.look());
  }

  /** Its application has changed: the driver is ready, or has ended. */
  look(): void {
    if (!this.#stop.signal.aborted) this.#controller.ensure(this.#options.executors());
  }

  /** Lets it go. Requests that are on their way are still answered. */
  stop(): void {
    this.#stop.abort();
  }

  get isOver(): boolean {
    return this.#stop.signal.aborted || this.line.isCut;
  }
}
