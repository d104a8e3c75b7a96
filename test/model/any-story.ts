/** Stories at random: mostly short, with what goes wrong about as frequent as what goes right. */
import * as fc from 'fast-check';

import type { ClaimsLife, EventFault, Step, Story } from './story.ts';

const STEPS = { least: 4, most: 24 };

/** More would make stories slow, and find nothing that a few do not. */
const MOST_REPLICAS = 6;

/** What the application was submitted with; scaled to it, it is as if nobody had scaled it, unless somebody did before. */
const SUBMITTED_INSTANCES = 2;

const which = fc.nat(11);
const few = fc.integer({ min: 1, max: 3 });
const profileId = fc.constantFrom(0, 0, 0, 1, 2);

const ordinaryDays: readonly fc.WeightedArbitrary<Step>[] = [
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('pass'),
      ms: fc.constantFrom(0, 200, 1_000, 3_000, 7_000, 20_000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('demand'), profileId, replicas: fc.nat(MOST_REPLICAS) }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: 'run-all' }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('run'), which }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'acknowledge' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reap'), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('driver-ready'), isReady: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('scale'), replicas: fc.nat(MOST_REPLICAS) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'give-back' }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('context-begins'), replicas: fc.nat(MOST_REPLICAS) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'set-deleted' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'calm' }) },
];

const losses: readonly fc.WeightedArbitrary<Step>[] = [
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('end'),
      which,
      how: fc.constantFrom(
        ...([
          'exits-0',
          'exits-1',
          'killed-for-memory',
          'evicted',
          'deleted',
          'deleted-by-force',
          'node-lost',
          'out-of-sight',
        ] as const),
      ),
    }),
  },
];

const eventFault: fc.Arbitrary<EventFault> = fc.oneof(
  fc.record({ kind: fc.constant('late'), ms: fc.constantFrom(300, 2_000, 9_000) }),
  fc.constant({ kind: 'held' }),
  fc.record({ kind: fc.constant('lost'), events: few }),
  fc.record({ kind: fc.constant('doubled'), events: few }),
  fc.constant({ kind: 'broken' }),
);

const faults: readonly fc.WeightedArbitrary<Step>[] = [
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('requests-fail'),
      verb: fc.constantFrom('get', 'list', 'create', 'create', 'patch', 'patch', 'delete'),
      how: fc.constantFrom(
        ...([
          'conflict',
          'forbidden',
          'too-many-requests',
          'server-error',
          'no-connection',
          'answer-lost',
          'answer-is-500',
        ] as const),
      ),
      times: few,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('requests-take'), ms: fc.constantFrom(0, 50, 1_500) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('events'),
      of: fc.constantFrom('pods', 'pods', 'sparkexecutorsets'),
      how: eventFault,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'compact' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('kill'),
      afterWrites: fc.integer({ min: 1, max: 6 }),
      lastIsDone: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'start' }) },
];

/** They come at most once, and most stories do without. */
const rare: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 1, arbitrary: fc.constant({ kind: 'driver-stops' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'driver-ends' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('report'), bytes: fc.constant(235_000) }) },
];

const step: fc.Arbitrary<Step> = fc.oneof(...ordinaryDays, ...losses, ...faults);
const rareStep: fc.Arbitrary<Step> = fc.oneof(...rare);

const millis = (ms: number): string => `${ms}ms`;

/** Short times, so that calm comes soon; small batches, so that there are several. */
const conf: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    batchSize: fc.constantFrom(1, 2, 5),
    maxPending: fc.constantFrom(1, 3, 1_000, 1_000),
    maximum: fc.constantFrom(8, 1_000, 1_000, 1_000),
    deletes: fc.constantFrom(true, true, false),
    sources: fc.constantFrom('both', 'both', 'both', 'watch', 'poll'),
    eventMs: fc.constantFrom(200, 1_000),
    dynamic: fc.constantFrom(false, false, true),
    maxFailures: fc.constantFrom(2, 1_000, 1_000, 1_000),
  })
  .map(({ batchSize, maxPending, maximum, deletes, sources, eventMs, dynamic, maxFailures }) => ({
    'spark.kubernetes.allocation.batch.size': String(batchSize),
    'spark.kubernetes.allocation.batch.delay': millis(1_000),
    'spark.kubernetes.allocation.maxPendingPods': String(maxPending),
    'spark.kubernetes.allocation.maximum': String(maximum),
    'spark.kubernetes.allocation.executor.timeout': millis(12_000),
    'spark.kubernetes.executor.deleteOnTermination': String(deletes),
    'spark.kubernetes.executor.apiPollingInterval': millis(10_000),
    'spark.kubernetes.executor.missingPodDetectDelta': millis(5_000),
    'spark.kubernetes.executor.eventProcessingInterval': millis(eventMs),
    'spark.kubernetes.executor.enableApiPolling': String(sources !== 'watch'),
    'spark.kubernetes.executor.enableApiWatcher': String(sources !== 'poll'),
    'spark.dynamicAllocation.executorIdleTimeout': millis(5_000),
    'spark.executor.instances': String(SUBMITTED_INSTANCES),
    'spark.dynamicAllocation.enabled': String(dynamic),
    'spark.executor.maxNumFailures': String(maxFailures),
  }));

/** Every story begins with a demand: before it, nothing happens. */
export const anyStory: fc.Arbitrary<Story> = fc
  .record({
    seed: fc.integer(),
    conf,
    mostExecutors: fc.constantFrom(4, 100, 100),
    claims: fc.constantFrom<ClaimsLife>('none', 'none', 'none', 'kept', 'reused', 'waited-for', 'with-pod'),
    first: fc.integer({ min: 1, max: MOST_REPLICAS }),
    steps: fc.array(step, { minLength: STEPS.least, maxLength: STEPS.most, size: 'max' }),
    late: fc.option(fc.tuple(rareStep, fc.nat(STEPS.most)), { freq: 3 }),
    kills: fc.option(fc.array(fc.tuple(which, fc.nat(STEPS.most)), { minLength: 1, maxLength: 3 }), {
      freq: 1,
    }),
  })
  .map(({ first, steps: without, late, kills, ...story }) => {
    const steps = (kills ?? []).reduce(
      (all, [which, at]) => all.toSpliced(at, 0, { kind: 'driver-kills', which }),
      without,
    );
    const begin: readonly Step[] = [{ kind: 'demand', profileId: 0, replicas: first }];
    const [rarely, at] = late ?? [undefined, 0];
    const all = rarely === undefined ? steps : steps.toSpliced(at, 0, rarely);
    return { ...story, steps: [...begin, ...all] };
  });
