import type { ExecutorSetStatus, SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { ClaimRound } from './assign-claims.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import type { PlacesInNamespace } from './namespace-limit.ts';
import type { ExecutorPodsSnapshot, SnapshotChange } from './snapshot.ts';

/** Everything a round over one application's executors rests on, as it was at one moment. */
export interface ObservedExecutors {
  /** One that was made in the place of another goes on from the status of that one. */
  readonly set: Stored<SparkExecutorSet>;
  /** The status that such a set has until then. */
  readonly written?: ExecutorSetStatus;
  readonly appId: string;
  readonly driver: DriverCondition;
  readonly settings: ExecutorSettings;
  readonly snapshot: ExecutorPodsSnapshot;
  /** What led to the snapshot since the last round. */
  readonly changes: readonly SnapshotChange[];
  readonly memory: ExecutorsMemory;
  /** How executors' claims live, and those there are, where somebody has looked. */
  readonly claims?: Pick<ClaimRound, 'rules' | 'claims'> | undefined;
  /** What the namespace leaves for the next batch, where that is less than what would be asked for. */
  readonly places?: PlacesInNamespace | undefined;
  /**
   * Nobody can say which executors run by now, since the API server does not list them: none is given up, and where only
   * the executor set speaks of some, none is asked for in their place.
   */
  readonly lookFailed?: boolean;
  /** No application gets more. */
  readonly mostExecutors: number;
  /** `spec.executor.instances` of the application as it is now; absent where it says nothing. */
  readonly instances?: number | undefined;
}

/** What its executors need to know about a driver. */
export interface DriverCondition {
  /** Kubernetes' Ready condition. */
  readonly ready: boolean;
  /** It is over, or about to be: its executors are to end. */
  readonly ended: boolean;
}
