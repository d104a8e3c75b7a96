import { Type, type Static } from 'typebox';
import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';
import { EXECUTOR_SET_API_VERSION } from './group.ts';
import { Int32, Int64, StringMap } from './schema.ts';

/*
 * The SparkExecutorSet: where a driver and the operator meet. Like a ReplicaSet whose size the driver sets.
 *
 *   spec    the operator writes who it belongs to, once; the driver writes what it wants
 *   status  the operator writes what there is, what was lost and what has to go
 *
 * A loss stays in `status.losses` until the driver's `spec.acknowledgedLoss` has reached its sequence.
 */

/** The version of `spec` that drivers write today. The operator also accepts the one before. */
export const EXECUTOR_SET_SCHEMA = 1;

/** A device, as a resource profile asks for it. @see Spark `ExecutorResourceRequest` */
const CustomResource = Type.Object({
  name: Type.String({ maxLength: 63, description: 'Resource name as Spark knows it, for example gpu.' }),
  amount: Int64('How many each executor gets.', 1),
  vendor: Type.Optional(
    Type.String({ maxLength: 253, description: 'Vendor domain, for example nvidia.com.' }),
  ),
});

/** What a driver asks for in one resource profile. Amounts that are absent follow the configuration. */
const Profile = Type.Object({
  id: Int32('Id of the resource profile; 0 is the default one.'),
  replicas: Type.Integer({
    format: 'int32',
    minimum: 0,
    maximum: 100_000,
    description: 'Executors the driver wants in this profile.',
  }),
  cores: Type.Optional(Int32('Cores of each executor.', 1)),
  memoryMiB: Type.Optional(Int64('Heap of each executor, in MiB.', 1)),
  memoryOverheadMiB: Type.Optional(Int64('Memory beside the heap, in MiB.')),
  offHeapMiB: Type.Optional(Int64('Off-heap memory, in MiB.')),
  pysparkMemoryMiB: Type.Optional(Int64('Memory for Python workers, in MiB.')),
  taskCpus: Type.Optional(Int32('Cores each task takes.', 1)),
  resources: Type.Optional(
    Type.Array(CustomResource, { maxItems: 32, description: 'Custom resources of each executor.' }),
  ),
});

/**
 * The demand. The operator writes the first three fields when it makes the set; all others are the driver's, which
 * reads, changes and writes the whole object, and does so again after a conflict.
 *
 *   context, sequence   a new SparkContext in the same driver starts anew; a write that comes late is told by them
 *   profiles            a demand of zero is said by zero: absence means "unknown", and keeps what runs
 *   killed              Spark deletes such pods itself, which a driver here may not
 *   highestExecutorId   where somebody deletes the set and no operator has known it, only the driver remembers
 */
const Spec = Type.Object(
  {
    applicationName: Type.String({ maxLength: 63, description: 'The SparkApplication this set belongs to.' }),
    attempt: Int32('The attempt of the application this set belongs to, from 1.', 1),
    driverPodName: Type.String({ maxLength: 253, description: 'The driver whose demand this is.' }),
    schema: Type.Optional(Int32('Version of what the driver writes.', 1)),
    context: Type.Optional(Type.String({ maxLength: 64, description: 'Random for each SparkContext.' })),
    sequence: Type.Optional(Int64('Counts the writes of one context.')),
    profiles: Type.Optional(
      Type.Array(Profile, {
        maxItems: 64,
        description: 'What the driver wants. Absent: it has not asked yet. Empty: it wants none.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['id'],
      }),
    ),
    conf: Type.Optional(StringMap('Executor properties in force in the driver, from an allow-list.')),
    sparkVersion: Type.Optional(Type.String({ maxLength: 64, description: 'Version the driver runs.' })),
    acknowledgedLoss: Type.Optional(Int64('Highest loss sequence that the driver has dealt with.')),
    killed: Type.Optional(
      Type.Array(Int32('Id of the executor.', 1), {
        maxItems: 500,
        description:
          'Executors that the driver has killed of its own accord, and of whose end it has not heard.' +
          ' The pod of one that does not end is deleted.',
      }),
    ),
    highestExecutorId: Type.Optional(
      Type.Integer({
        format: 'int32',
        minimum: 0,
        maximum: 1_000_000_000,
        description:
          'Highest executor id that the driver has heard of, once the set was made anew: ids go on behind it.',
      }),
    ),
    stopped: Type.Optional(
      Type.Boolean({ description: 'The SparkContext has ended and wants nothing more.' }),
    ),
  },
  {
    description: 'What the driver asks for.',
    'x-kubernetes-validations': [
      {
        rule:
          'self.applicationName == oldSelf.applicationName && self.attempt == oldSelf.attempt' +
          ' && self.driverPodName == oldSelf.driverPodName',
        message: 'applicationName, attempt and driverPodName never change',
      },
    ],
  },
);

/** An executor that ended and that the driver has to hear of, so that it runs the tasks again. */
const Loss = Type.Object({
  sequence: Int64('Order of the losses, from 1.', 1),
  id: Int32('Id of the executor.', 1),
  exitCode: Type.Integer({
    format: 'int32',
    description: 'Exit code of its container; -1 when there is none.',
  }),
  causedByApplication: Type.Boolean({
    description: 'False for eviction, preemption, a lost node, a deletion.',
  }),
  reason: Type.String({ maxLength: 120, description: 'One sentence for the log of the driver.' }),
});

/** A loss as people look at it: it stays when the driver has heard of it. */
const RecentLoss = Type.Object({
  id: Int32('Id of the executor.', 1),
  exitCode: Type.Integer({
    format: 'int32',
    description: 'Exit code of its container; -1 when there is none.',
  }),
  causedByApplication: Type.Boolean({
    description: 'False for eviction, preemption, a lost node, a deletion.',
  }),
  reason: Type.String({ maxLength: 120, description: 'Why it ended.' }),
  time: Type.String({ format: 'date-time', description: 'When its end was recorded.' }),
});

/** The latest losses, oldest first, for people. */
export const RecentLosses = Type.Array(RecentLoss, {
  maxItems: 10,
  description: 'The latest executors that failed, oldest first; they stay when the driver has heard of them.',
});

/** Failures that were recorded at one moment. */
const FailureCount = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When they were recorded.' }),
  count: Int32('How many there were.', 1),
});

/** Why the driver has to end itself. */
const Failure = Type.Object(
  {
    reason: Type.String({ maxLength: 63, description: 'For machines: MaxExecutorFailures.' }),
    message: Type.String({ maxLength: 1024, description: 'For people: what happened, and what to do.' }),
    exitCode: Type.Integer({
      format: 'int32',
      minimum: 1,
      maximum: 255,
      description: 'The exit code that the driver ends with.',
    }),
    time: Type.String({ format: 'date-time', description: 'When it was decided.' }),
  },
  { description: 'Why the driver has to end itself; once written, it stays.' },
);

/**
 * An executor the driver is asked to part with: it may move blocks away first. Or one that the driver has killed. Listed
 * until its end is recorded.
 */
const Retirement = Type.Object({
  id: Int32('Id of the executor to give back.', 1),
  reason: Type.String({ maxLength: 120, description: 'One sentence for the log of the driver.' }),
  since: Type.String({
    format: 'date-time',
    description: 'When it was chosen. Its pod is deleted when it has not ended some time later.',
  }),
  killed: Type.Optional(
    Type.Boolean({ description: 'Its driver has killed it: nobody waits for its tasks or blocks.' }),
  ),
});

/** What there is of one resource profile. */
const ProfileCounts = Type.Object({
  id: Int32('Id of the resource profile.'),
  desired: Int32('Executors wanted.'),
  pending: Int32('Executors asked for, not running yet.'),
  running: Int32('Executors running.'),
});

/**
 * The answer, and the operator's memory: whatever must survive its restart stands here. Written by the operator alone,
 * always on the version it has read, which fences off an old leader. Limits keep the object below 256 KiB.
 */
const Status = Type.Object(
  {
    observedGeneration: Type.Optional(Int64('The generation of `spec` this status answers.')),
    nextExecutorId: Type.Optional(
      Int32(
        'The lowest executor id never used. Reserved here before a pod is created, so none is used twice.',
        1,
      ),
    ),
    unfinished: Type.Optional(
      Type.String({
        maxLength: 100_000,
        description: 'Ids that were reserved and whose end is not recorded yet, as ranges: 1-3,7.',
      }),
    ),
    desired: Type.Optional(Int32('Executors wanted, over all profiles.')),
    pending: Type.Optional(Int32('Executors asked for, not running yet.')),
    running: Type.Optional(Int32('Executors running.')),
    succeeded: Type.Optional(Int32('Executors that ended with exit code 0, since the start of the attempt.')),
    failed: Type.Optional(Int32('Executors that ended any other way, since the start of the attempt.')),
    profiles: Type.Optional(
      Type.Array(ProfileCounts, {
        maxItems: 64,
        description: 'The same, profile by profile.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['id'],
      }),
    ),
    recoveryMode: Type.Optional(
      Type.Boolean({
        description: 'An executor has run out of memory: new ones take one task at a time.',
      }),
    ),
    lastLoss: Type.Optional(Int64('The highest loss sequence ever used.')),
    losses: Type.Optional(
      Type.Array(Loss, {
        maxItems: 500,
        description: 'Executors that ended and that the driver has not acknowledged yet.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['sequence'],
      }),
    ),
    recentLosses: Type.Optional(RecentLosses),
    context: Type.Optional(
      Type.String({ maxLength: 64, description: 'The SparkContext that losses and failures belong to.' }),
    ),
    countedFailures: Type.Optional(
      Type.Array(FailureCount, {
        maxItems: 100,
        description: 'Failures that count against spark.executor.maxNumFailures, oldest first.',
      }),
    ),
    failure: Type.Optional(Failure),
    retire: Type.Optional(
      Type.Array(Retirement, {
        maxItems: 500,
        description: 'Executors the driver is asked to give back, and those that it has killed.',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['id'],
      }),
    ),
    scaledTo: Type.Optional(
      Int32(
        'Executors that spec.executor.instances of the application asks for, from its first change in this attempt on.' +
          ' Dynamic allocation does not heed it.',
      ),
    ),
    selector: Type.Optional(
      Type.String({ description: 'Label selector of the executor pods that are not put aside.' }),
    ),
    message: Type.Optional(
      Type.String({ maxLength: 1024, description: 'What keeps executors from coming.' }),
    ),
  },
  { description: 'What there is.' },
);

/** Schemas of the two halves, for the CRD. */
export const EXECUTOR_SET_SCHEMAS = { spec: Spec, status: Status };

export type ExecutorSetSpec = Static<typeof Spec>;
export type ExecutorSetStatus = Static<typeof Status>;
export type ExecutorProfile = Static<typeof Profile>;
export type ExecutorLoss = Static<typeof Loss>;
export type ExecutorRetirement = Static<typeof Retirement>;
export type RecentLoss = Static<typeof RecentLoss>;
export type FailureCount = Static<typeof FailureCount>;
export type ExecutorSetFailure = Static<typeof Failure>;

/** One for each attempt, named `<application>-<attempt>`. */
export interface SparkExecutorSet extends KubernetesObject {
  readonly spec: ExecutorSetSpec;
  readonly status?: ExecutorSetStatus;
}

export const EXECUTOR_SETS: Resource<SparkExecutorSet> = {
  apiVersion: EXECUTOR_SET_API_VERSION,
  kind: 'SparkExecutorSet',
  plural: 'sparkexecutorsets',
};

/** The name of the executor set of one attempt. */
export const executorSetName = (applicationName: string, attempt: number): string =>
  `${applicationName}-${attempt}`;
