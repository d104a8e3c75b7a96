import type { SparkApplication } from '../api/spark-application.ts';
import type { Clock } from '../clock.ts';
import type { ExecutorsController } from '../executors/controller.ts';
import type { ApiServer } from '../kube/api-server.ts';
import type { OwnWrites } from '../kube/own-writes.ts';
import type { Log } from '../log.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { SubmissionSettings } from '../submission/plan-submission.ts';
import type { ApplicationEvent } from './action.ts';
import type { DriverPluginStore } from './driver-plugin-store.ts';
import type { DriverPod } from './driver-pod.ts';
import type { ExecutorsStore } from './executors-store.ts';
import type { Lookup } from './observe.ts';

/** What actions work on. */
export interface Hands {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Where writes of a status are noted, so that no cache shows an older one after them. */
  readonly ownWrites: OwnWrites<SparkApplication>;
  /** When this process wrote the status of each application last, by key. */
  readonly statusWrites: Map<string, number>;
  /** The jar that drivers ask for executors with, in each namespace. */
  readonly plugin: DriverPluginStore;
  /** Runs executors: told which, it goes on by itself. */
  readonly executors: Pick<ExecutorsController, 'ensure' | 'follow'>;
  /** The driver pods as the cache shows them. */
  readonly drivers: Lookup<DriverPod>;
  /** What executors are made from. */
  readonly executorsStore: ExecutorsStore;
  /** What the operator adds to every submission. */
  readonly submissions: SubmissionSettings;
  /** Shows an Event at the application; never fails. */
  emit(application: Stored<SparkApplication>, event: ApplicationEvent): void;
  /** Nothing more is done for the application, or it is gone: whatever is remembered of it can go, too. */
  forget(name: NamespacedName): void;
}
