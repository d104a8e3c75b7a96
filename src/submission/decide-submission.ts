import type { Violation } from '../api/violation.ts';
import type { SparkApplication } from '../api/spark-application.ts';
import type { FileContents } from '../pod/submitted-files.ts';
import { attemptOf } from './attempt.ts';
import { configMapUriUnreadable } from './config-map-files.ts';
import {
  planAttempt,
  withWrittenOut,
  type SubmissionPlan,
  type SubmissionRequest,
} from './plan-submission.ts';
import { nameTakenTwice, sparkContainerNamed } from './conflicting-names.ts';
import { driverModeUnfit, operatorModeUnfit } from './executor-management.ts';
import { firstExecutor } from './first-executor.ts';
import { batchSchedulerUnknown, groupResourcesUnreadable } from './pod-group.ts';
import { templateUnfit } from './pod-templates.ts';
import {
  foreignNamespace,
  kerberosContradiction,
  pendingPodsContradiction,
  refusedPropertySet,
  secretWithoutFile,
} from './refused-properties.ts';
import { mainResourceOf, sparkConfOfApplication } from './spark-conf-of-application.ts';
import { ingressAddressUnreadable } from './driver-routes.ts';
import { executorBoundsContradiction } from './executor-bounds.ts';
import { fileNotGiven } from './submitters-files.ts';
import { fileOnSubmittersDisk } from './unreachable-files.ts';
import {
  deviceUnreadable,
  executorCpuLimitTooLow,
  imageMissing,
  nameUnfit,
  reservedLabelSet,
  secretReferenceUnreadable,
  unreadableValue,
  volumeUnreadable,
} from './unreadable-values.ts';
import {
  foreignMaster,
  gpuUnreadable,
  localDirVolumeUnfit,
  memoryLimitUnreadable,
  secretUnfit,
} from './unfit-pod-fields.ts';
import { BUILT_CHECKS, type BuiltPods } from './unfit-built-pods.ts';
import { sparkVersionUnfit } from './unfit-spark-version.ts';
import { valueOrFailure, type Check } from './check.ts';

/** Everything that is looked for. All are run: a person gets all faults at once. */
const checksWith = (files: FileContents): readonly Check[] => [
  nameUnfit, // no names can be made from its name
  clientMode, // the driver is meant to run somewhere else
  sparkVersionUnfit, // unreadable, or too old
  mainClassMissing, // a jar does not say what to run
  fileOnSubmittersDisk, // no pod can read it
  fileNotGiven(files), // nobody has read it
  templateUnfit(files), // no pod
  configMapUriUnreadable, // names no key of a ConfigMap
  operatorModeUnfit, // only the driver itself could do it
  driverModeUnfit, // and this only the operator
  refusedPropertySet, // would escape, or cannot be honoured
  foreignNamespace, // would escape
  secretWithoutFile, // executors could not authenticate
  kerberosContradiction, // two where one is needed, or half of two
  pendingPodsContradiction, // more for one profile than for all
  executorBoundsContradiction, // at least more than at most
  unreadableValue, // sizes, times, numbers, choices
  imageMissing, // nothing to run
  volumeUnreadable, // of the driver and of the executors
  deviceUnreadable, // GPUs and the like
  executorCpuLimitTooLow, // no cluster takes it
  secretReferenceUnreadable, // not name:key
  reservedLabelSet, // Spark's own
  foreignMaster, // would escape
  memoryLimitUnreadable, // no size
  gpuUnreadable, // no number, no device
  nameTakenTwice, // containers, volumes, paths, ports
  ingressAddressUnreadable, // no host
  batchSchedulerUnknown, // nobody would place it
  groupResourcesUnreadable, // no amounts
  sparkContainerNamed, // a sidecar in its place
  localDirVolumeUnfit, // Spark would not find it
  secretUnfit, // of no known type, or not mountable
];

/** What is to become of a request. */
export type SubmissionDecision =
  | { readonly kind: 'submit'; readonly plan: SubmissionPlan }
  /** All that is wrong with the application, at once. */
  | { readonly kind: 'refuse'; readonly violations: readonly Violation[] };

/**
 * Decides whether an application is submitted, and what is created then. Some faults show only in the pods, so these are
 * built before it is decided; the plan is made once.
 *
 * Guarantees: same request, same decision. Executors can be built from the plan.
 */
export function decideSubmission(given: SubmissionRequest): SubmissionDecision {
  const request = withWrittenOut(given);
  const { application, files = {} } = request;
  const attempt = attemptOf(application, request.attempt, request.submittedAtMs);
  const conf = sparkConfOfApplication(attempt);
  const found = checksWith(files).flatMap((check) => check(application, conf));
  const built = valueOrFailure('spec', () => build(planAttempt(attempt, conf, request)));
  // Where a check has named the fault, the builders' failure is the same one in other words.
  if (built.kind === 'failure')
    return { kind: 'refuse', violations: found.length > 0 ? found : [built.violation] };
  const { plan, pods } = built.value;
  const violations = [...found, ...BUILT_CHECKS.flatMap((check) => check(application, conf, pods))];
  return violations.length > 0 ? { kind: 'refuse', violations } : { kind: 'submit', plan };
}

/** In client mode the driver would be a process of the submitter's, which here is the operator. */
function clientMode({ spec }: SparkApplication): readonly Violation[] {
  const why = 'The driver always runs in a pod of its own.';
  const byField = spec.mode === 'client';
  const byProperty = (spec.sparkConf?.[DEPLOY_MODE] ?? 'cluster') !== 'cluster';
  return [
    ...(byField ? [{ path: 'spec.mode', message: `${why} Remove the field, or write cluster.` }] : []),
    ...(byProperty
      ? [
          {
            path: `spec.sparkConf[${DEPLOY_MODE}]`,
            message: `${why} Remove the property, or set it to cluster.`,
          },
        ]
      : []),
  ];
}

const DEPLOY_MODE = 'spark.submit.deployMode';

/**
 * Spark could look into the jar for it, but only once the driver runs.
 *
 * The CRD has the same rule; here it is for those who ask before they apply, and for what was stored before it had.
 */
function mainClassMissing(application: SparkApplication): readonly Violation[] {
  const { mainClass = '' } = application.spec;
  if (mainResourceOf(application).kind !== 'java' || mainClass !== '') return [];
  return [
    {
      path: 'spec.mainClass',
      message: 'A jar does not say what to run. Set spec.mainClass to the class with the main method.',
    },
  ];
}

/** The plan with the first pods that come of it: whatever no check has named would show itself here. */
function build(plan: SubmissionPlan): { readonly plan: SubmissionPlan; readonly pods: BuiltPods } {
  const executor = firstExecutor(plan.configMapData, plan.driverPodName);
  return { plan, pods: { driver: plan.driverPod, executor } };
}
