import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import { reconcile, type World } from '../application/controller.ts';
import { DriverPluginStore } from '../application/driver-plugin-store.ts';
import { ExecutorsStore } from '../application/executors-store.ts';
import {
  followApplications,
  followDrivers,
  followExecutorSets,
  followPluginConfigMaps,
} from '../application/objects-source.ts';
import type { Lookup } from '../application/observe.ts';
import type { Clock } from '../clock.ts';
import { ExecutorsController } from '../executors/controller.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { EventRecorder } from '../kube/event-recorder.ts';
import { KubernetesOperator } from '../kube/kubernetes-operator.ts';
import { OwnWrites } from '../kube/own-writes.ts';
import { keyOf } from '../kube/projection-cache.ts';
import { ScopedInformers, type NamespaceScope } from '../kube/scoped-informers.ts';
import type { Watchdog } from '../kube/watchdog.ts';
import { WorkQueue, type WorkQueueObserver } from '../kube/work-queue.ts';
import type { Log } from '../log.ts';
import type { KubernetesObject, NamespacedName, Resource, Stored } from '../manifest/object-meta.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { RouteSettings } from '../submission/driver-routes.ts';

/** What the operator needs of the world; tests hand in a clock and an API server of their own. */
export interface OperatorWorld {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Is told of everything that ends by itself. */
  readonly watchdog?: Watchdog;
}

/** What whoever installs the operator decides. `main.ts` reads them from flags. */
export interface OperatorSettings extends NamespaceScope {
  /** Applications to work on, by their labels; undefined: all. */
  readonly labelSelector?: string | undefined;
  /** Applications looked at side by side. A look waits for the API server most of its time. @default 64 */
  readonly workers: number;
  /** No application gets more executors, whatever its driver asks for. @default 10,000 */
  readonly maxExecutorsPerApplication: number;
  /** No namespace gets more executors, of all its applications together; absent: no limit. */
  readonly maxExecutorsPerNamespace?: number | undefined;
  /** How long applications that don't say it themselves stay after their end, in seconds; undefined: for good. */
  readonly defaultTimeToLiveSeconds: number | undefined;
  /** Pods of applications fit the Pod Security level `restricted`. @default false */
  readonly restrictedPods?: boolean;
  /** Ways to drivers from outside. @default those that applications ask for */
  readonly routes?: RouteSettings;
  /** The jar that drivers ask for executors with. */
  readonly driverPlugin: Uint8Array;
  /** The user that Spark's processes say they are. */
  readonly sparkUser: string;
  /** Name of this process, for Events: the pod. */
  readonly identity: string;
}

/** Executors that their driver makes come and go in crowds: they are counted at most so often. */
const COUNTING_DELAY_MS = 1_000;

/**
 * Ties informers, queues and controllers together, and runs them from `start` to `stop`.
 *
 *   informer of SparkApplications ────┐
 *   informer of driver pods ──────────┼─key─→ queue ─→ reconcile ──ensure, forget──→ ExecutorsController
 *   informer of SparkExecutorSets ────┴───────────────────────────────key──────────→   its own queue
 *   informer of the plugin's ConfigMaps: asked only whether one is there
 *   informer of Namespaces, where labels choose them: wakes all applications of one that comes or goes
 *
 * Guarantees: no application is looked at before every cache, executor pods among them, was filled once.
 * Assumes: no other process does the same at the same time; see `LeaderElection`.
 */
export class SparkOperator extends KubernetesOperator {
  readonly #settings: OperatorSettings;
  readonly #outside: OperatorWorld;
  readonly #informers: ScopedInformers;
  /** Whose cache of executor pods is filled beside the others; made by `init`. */
  #executorPods: ExecutorsController | undefined;

  constructor(settings: OperatorSettings, world: OperatorWorld) {
    super(world);
    this.#informers = new ScopedInformers(settings, (options) => this.registerInformer(options));
    this.#settings = settings;
    this.#outside = world;
  }

  /**
   * Works until `signal` aborts; settles when the last request has ended. Rejects if a part of it failed.
   *
   * @param onWorking called once every cache is filled
   */
  async runUntil(signal: AbortSignal, onWorking: () => void = () => undefined): Promise<void> {
    signal.addEventListener('abort', () => this.stop(), { once: true });
    await this.start();
    if ((await this.#executorPods?.synced(signal)) === true) {
      this.#outside.log.info({ namespaces: this.#settings.namespaces }, 'the caches are filled, work begins');
      onWorking();
    }
    await this.ended;
  }

  /**
   * Registers what runs. Handlers only wake: they map what has changed to the key of an application. Objects that refer
   * to each other in a circle do so from within functions, which run only once all are made.
   */
  protected override async init(): Promise<void> {
    const { metrics } = this.#outside;
    const applicationWrites = new OwnWrites<SparkApplication>();
    const queue = this.register(
      new WorkQueue(
        {
          work: async (key, signal) => {
            // Counting executor pods too early would take side objects from executors that still run.
            return (await executors.synced(signal)) ? reconcile(nameOf(key), world) : { kind: 'on-change' };
          },
          workers: this.#settings.workers,
          // A flood of new applications is submitted before the status of those that run is brought up to date.
          isUrgent: (key) => applications.get(nameOf(key))?.status === undefined,
          observer: queueObserver('applications', metrics),
        },
        this.#outside,
      ),
    );
    const wake = (namespace: string, name: string | undefined): void => {
      if (name !== undefined) queue.add(keyOf({ namespace, name }));
    };

    const sets = followExecutorSets(this.#informers, (set) => {
      executors.executorSetChanged(set);
      wake(set.metadata.namespace, set.spec.applicationName);
    });
    const events = this.#events();
    const executors = this.#executors(sets, events, (key) => queue.addAfter(keyOf(key), COUNTING_DELAY_MS));
    const applications = followApplications(this.#informers, this.#settings.labelSelector, wake);
    const drivers = followDrivers(this.#informers, (pod) => wake(pod.namespace, pod.applicationName));
    const world = this.#world(executors, events, {
      applications: { get: (name) => applicationWrites.newest(keyOf(name), applications.get(name)) },
      ownWrites: applicationWrites,
      statusWrites: new Map(),
      heldUp: new Map(),
      drivers,
      executorSets: sets,
    });
  }

  /** What `reconcile` works with: the caches as they look through our own writes, and everything that acts. */
  #world(
    executors: ExecutorsController,
    events: EventRecorder,
    seen: Pick<World, 'applications' | 'ownWrites' | 'statusWrites' | 'heldUp' | 'drivers' | 'executorSets'>,
  ): World {
    const { api } = this.#outside;
    const { driverPlugin, sparkUser, restrictedPods, defaultTimeToLiveSeconds, routes = {} } = this.#settings;
    const isPluginThere = followPluginConfigMaps(this.#informers, driverPlugin);
    const plugin = new DriverPluginStore(driverPlugin, api, isPluginThere);
    const executorsStore = new ExecutorsStore(api, { sparkUser, restrictedPods });
    return {
      ...this.#outside,
      ...seen,
      executors,
      executorsStore,
      plugin,
      life: { defaultTimeToLiveSeconds },
      submissions: { pluginConfigMapName: plugin.configMapName, sparkUser, restrictedPods, routes },
      emit: (application, event) => events.record(subjectOf(APPLICATIONS, application), event),
      forget: (name) => {
        executors.forget(name);
        executorsStore.forget(name);
        seen.statusWrites.delete(keyOf(name));
        seen.heldUp.delete(keyOf(name));
      },
    };
  }

  /** Runs the executors of all applications, with a queue of its own: a large batch holds up no submission. */
  #executors(
    sets: Lookup<Stored<SparkExecutorSet>>,
    events: EventRecorder,
    wake: (key: NamespacedName) => void,
  ): ExecutorsController {
    const { namespaces, maxExecutorsPerApplication, maxExecutorsPerNamespace } = this.#settings;
    this.#executorPods = this.register(
      new ExecutorsController({
        ...this.#outside,
        sets,
        followedChanged: wake,
        refusalChanged: wake,
        warn: (set, reason, message) => {
          const subject = ownerOf(set);
          if (subject !== undefined) events.record(subject, { type: 'Warning', reason, message });
        },
        warnFollowed: (metadata, reason, message) =>
          events.record(subjectOf(APPLICATIONS, { metadata }), { type: 'Warning', reason, message }),
        mostExecutors: maxExecutorsPerApplication,
        mostPerNamespace: maxExecutorsPerNamespace,
        namespaces: namespaces.length === 0 ? undefined : namespaces,
        observer: queueObserver('executors', this.#outside.metrics),
      }),
    );
    return this.#executorPods;
  }

  /** Sends Events beside the work: nothing waits for one. */
  #events(): EventRecorder {
    const reporter = { component: 'spark-operator', instance: this.#settings.identity };
    return this.register(new EventRecorder(reporter, this.#outside));
  }
}

/** Undoes `keyOf`: neither names nor namespaces hold a slash. */
function nameOf(key: string): NamespacedName {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}

/** What an Event is about. The kind comes from the resource: items of a list do not say theirs. */
function subjectOf(
  resource: Resource<KubernetesObject>,
  { metadata }: { readonly metadata: NamespacedName & { readonly uid: string } },
) {
  const { namespace, name, uid } = metadata;
  return { apiVersion: resource.apiVersion, kind: resource.kind, namespace, name, uid };
}

/** The application that an executor set belongs to, for Events about its executors. */
function ownerOf({ metadata, spec }: Stored<SparkExecutorSet>) {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === APPLICATIONS.kind);
  if (owner === undefined) return undefined;
  const { apiVersion, kind } = APPLICATIONS;
  return { apiVersion, kind, namespace: metadata.namespace, name: spec.applicationName, uid: owner.uid };
}

/** Has a queue show itself in the metrics, under its name. */
function queueObserver(queue: string, metrics: Metrics): WorkQueueObserver {
  return {
    depthChanged: (depth) => metrics.set('spark_operator_work_queue_depth', depth, { queue }),
    started: () => undefined,
    ended: (outcome, lastedMs) => {
      metrics.observe('spark_operator_reconcile_seconds', lastedMs / 1000, { queue });
      if (outcome === 'failed') metrics.add('spark_operator_reconcile_failures_total', { queue });
    },
  };
}
