/** One operator: the real controller of executors, with an informer of executor sets, over a line of its own. */
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { Clock } from '../../../src/clock.ts';
import { ExecutorsController } from '../../../src/executors/controller.ts';
import { isApiError } from '../../../src/kube/api-error.ts';
import { Informer } from '../../../src/kube/informer.ts';
import type { Projection } from '../../../src/kube/projection-cache.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { NO_METRICS } from '../../../src/metrics/metrics.ts';
import { SILENT_LOG } from '../../fakes/silent-log.ts';
import type { Line } from '../line/line.ts';
import type { Pi } from './pi.ts';

interface WholeSet extends Projection {
  readonly object: Stored<SparkExecutorSet>;
}

export interface OperatorOptions {
  readonly line: Line;
  readonly clock: Clock;
  readonly random: () => number;
  readonly namespace: string;
  readonly mostExecutors: number;
  /** What it looks after. */
  readonly pi: Pi;
}

/** How soon a set is tried to be made again. */
const RESTORE_AFTER_MS = 1_000;

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
        onChange: (change) => {
          const { object } = change.kind === 'deleted' ? change.before : change.after;
          this.#controller.executorSetChanged(object);
          if (change.kind !== 'modified') this.look();
        },
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

  /** Something about its application has changed. As the whole operator does, it also makes a set that was deleted again. */
  look(): void {
    if (this.#stop.signal.aborted) return;
    this.#controller.ensure(this.#options.pi.executors());
    const { driver, setName } = this.#options.pi;
    if (!driver.ended && this.#sets.get(setName) === undefined) void this.#restoreSet();
  }

  async #restoreSet(): Promise<void> {
    try {
      await this.line.create(EXECUTOR_SETS, this.#options.pi.emptySet());
    } catch (caught) {
      if (!isApiError(caught, 'AlreadyExists'))
        this.#options.clock.after(RESTORE_AFTER_MS, () => this.look());
    }
  }

  /** Lets it go. Requests that are on their way are still answered. */
  stop(): void {
    this.#stop.abort('it is let go');
  }

  get isOver(): boolean {
    return this.#stop.signal.aborted || this.line.isCut;
  }
}
