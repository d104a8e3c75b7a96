import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import type { ExecutorSetStatus } from '../api/spark-executor-set.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { unreachable } from '../unreachable.ts';
import type { DriverPod, Words } from './driver-pod.ts';
import { forcedFailure } from './driver-failure.ts';
import { DRIVER_LOST, lostAtMs, whyLost } from './lost-driver.ts';
import { troubleText } from './missing-object.ts';
import type { Failure } from './next-attempt.ts';
import type { Observed } from './observed.ts';

/** An attempt that goes on too long, or waits for what will not come. */
export interface Overdue {
  readonly failure: Failure;
  /** For people: what is wrong, and what to do. */
  readonly message: string;
}

/** A limit that an attempt has now, and what is wrong once it has passed. */
interface Limit extends Overdue {
  readonly atMs: number;
}

/** The first limit the attempt has exceeded. */
export function overdueOf(observed: Observed, nowMs: number): Overdue | undefined {
  return limitsOf(observed).find(({ atMs }) => nowMs >= atMs);
}

/** When the next limit will have passed; undefined where there is none. */
export function nextLimitAtMs(observed: Observed, nowMs: number): number | undefined {
  const ahead = limitsOf(observed).flatMap(({ atMs }) => (atMs > nowMs ? [atMs] : []));
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

/**
 * All limits of the moment, whether passed or ahead, the more telling first: why a driver cannot start says more than that
 * it did not start in time.
 */
function limitsOf(observed: Observed): readonly Limit[] {
  const { application, driver } = observed;
  if (driver.kind !== 'present') return [];
  if (driver.pod.deleting) return lostLimit(observed, driver.pod);
  const { kind } = driver.pod.state;
  switch (kind) {
    case 'pending':
      return [...startObstacles(driver.pod, driver.trouble, application.spec), ...startLimit(application)];
    case 'running':
      return [...endLimit(observed), ...runLimit(application, driver.pod), ...executorStartLimit(observed)];
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return [];
    default:
      return unreachable(kind);
  }
}

/**
 * What a driver on its node may wait for in vain, by Kubernetes' word for it, how long it is given, and what to do.
 * Registries and people have bad minutes; a name that cannot be is wrong at once.
 */
const OBSTACLES: Readonly<
  Record<string, { readonly reason: string; readonly graceMs: number; readonly remedy: string }>
> = {
  InvalidImageName: { reason: 'DriverImageInvalid', graceMs: 0, remedy: 'Correct spec.image.' },
  ErrImageNeverPull: {
    reason: 'DriverImageMissing',
    graceMs: 0,
    remedy: 'Load the image onto the nodes, or change spec.imagePullPolicy.',
  },
  ErrImagePull: {
    reason: 'DriverImagePullFailed',
    graceMs: 120_000,
    remedy: 'Check spec.image and spec.imagePullSecrets.',
  },
  ImagePullBackOff: {
    reason: 'DriverImagePullFailed',
    graceMs: 120_000,
    remedy: 'Check spec.image and spec.imagePullSecrets.',
  },
  CreateContainerConfigError: {
    reason: 'DriverConfigMissing',
    graceMs: 120_000,
    remedy: 'Create the ConfigMap, Secret or key that it names.',
  },
  CreateContainerError: {
    reason: 'DriverContainerRefused',
    graceMs: 120_000,
    remedy: 'Check the image, its command and the security context.',
  },
  FailedMount: {
    reason: 'DriverVolumeMissing',
    graceMs: 120_000,
    remedy: 'Create the ConfigMap, Secret or claim that it names.',
  },
  FailedAttachVolume: {
    reason: 'DriverVolumeMissing',
    graceMs: 120_000,
    remedy: 'Check the claim and its volume.',
  },
};

/** From when the node took the pod on: before that, it may have waited long for good reason. */
function startObstacles(
  pod: DriverPod,
  trouble: Words | undefined,
  spec: SparkApplicationSpec,
): readonly Limit[] {
  if (pod.state.kind !== 'pending' || pod.startedAtMs === undefined) return [];
  const { startedAtMs } = pod;
  return [pod.state.waiting, trouble].flatMap((words) => {
    const obstacle = OBSTACLES[words?.reason ?? ''];
    if (words === undefined || obstacle === undefined) return [];
    const { reason, graceMs, remedy } = obstacle;
    const message = `the driver cannot start: ${troubleText(words, spec)}. ${remedy}`;
    return [{ atMs: startedAtMs + graceMs, failure: { kind: 'application', reason }, message }];
  });
}

/**
 * From the submission, whatever the driver waits for: a node, a quota, a volume. What the last look has seen of that is
 * part of the message, because the pod is deleted.
 */
function startLimit({ spec, status }: Stored<SparkApplication>): readonly Limit[] {
  const seconds = spec.timeouts?.driverStartSeconds;
  const submittedAtMs = Date.parse(status?.lastSubmissionAttemptTime ?? '');
  if (seconds === undefined || Number.isNaN(submittedAtMs)) return [];
  const held = status?.conditions?.find(({ type }) => type === 'DriverReady')?.message ?? '';
  return [
    {
      atMs: submittedAtMs + 1_000 * seconds,
      failure: { kind: 'infrastructure', reason: 'DriverStartTimeout' },
      message:
        `the driver did not run within spec.timeouts.driverStartSeconds (${seconds} s). ${held}`.trim(),
    },
  ];
}

/** How long a driver may take to end itself. */
const END_PATIENCE_MS = 120_000;

/** From when its executor set says that it has to. Its jar may be from an earlier operator, or it hangs. */
function endLimit({ executorSet }: Observed): readonly Limit[] {
  const failure = executorSet?.status?.failure;
  if (failure === undefined) return [];
  const { message, time } = failure;
  return [{ atMs: Date.parse(time) + END_PATIENCE_MS, failure: forcedFailure(failure), message }];
}

/** Once it is deleted nothing else matters than that it goes. */
function lostLimit({ executorSet }: Observed, pod: DriverPod): readonly Limit[] {
  const atMs = lostAtMs(pod);
  if (atMs === undefined) return [];
  const forced = executorSet?.status?.failure;
  const failure = forced === undefined ? DRIVER_LOST : forcedFailure(forced);
  return [{ atMs, failure, message: whyLost(pod) }];
}

/** From when the node took the pod on, so that a new node after an outage changes nothing. */
function runLimit({ spec }: Stored<SparkApplication>, { startedAtMs }: DriverPod): readonly Limit[] {
  const seconds = spec.timeouts?.runSeconds;
  if (seconds === undefined || startedAtMs === undefined) return [];
  return [
    {
      atMs: startedAtMs + 1_000 * seconds,
      failure: { kind: 'application', reason: 'RunTimeout' },
      message: `the driver ran longer than spec.timeouts.runSeconds (${seconds} s)`,
    },
  ];
}

/** Until the first executor runs; what comes later is no matter of starting. */
function executorStartLimit({ application, executorSet }: Observed): readonly Limit[] {
  const seconds = application.spec.timeouts?.executorStartSeconds;
  const readyAtMs = readySinceMs(application);
  if (seconds === undefined || readyAtMs === undefined || !waitsForFirst(executorSet?.status)) return [];
  const held = executorSet?.status?.message ?? '';
  return [
    {
      atMs: readyAtMs + 1_000 * seconds,
      failure: { kind: 'infrastructure', reason: 'ExecutorStartTimeout' },
      message: `no executor ran within spec.timeouts.executorStartSeconds (${seconds} s). ${held}`.trim(),
    },
  ];
}

/** Since when executors could reach the driver; undefined while they cannot. */
function readySinceMs({ status }: SparkApplication): number | undefined {
  const ready = status?.conditions?.find(({ type }) => type === 'DriverReady');
  return ready?.status === 'True' ? Date.parse(ready.lastTransitionTime) : undefined;
}

/** Executors are wanted, and none has ever run. */
function waitsForFirst(status: ExecutorSetStatus = {}): boolean {
  const { desired = 0, running = 0, succeeded = 0, failed = 0 } = status;
  return desired > 0 && running + succeeded + failed === 0;
}
