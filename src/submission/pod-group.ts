import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import type { PodManifest } from '../manifest/pod.ts';
import { quantityBytes } from '../manifest/quantity.ts';
import type { PlannedObject } from '../pod/planned-object.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import { SparkConf } from '../spark/spark-conf.ts';
import type { BatchScheduler, Marks, PodsOfGroup } from './batch-schedulers/batch-scheduler.ts';
import { kubeScheduler } from './batch-schedulers/kube-scheduler.ts';
import { volcano } from './batch-schedulers/volcano.ts';
import { yunikorn } from './batch-schedulers/yunikorn.ts';
import { valueOrFailure, type Check } from './check.ts';
import { fittingName } from './fitting-name.ts';
import { initialExecutors } from './initial-executors.ts';
import { ROLES, type Role } from './pod-field-properties.ts';

/*
 * `spec.batchScheduler`: a scheduler that places the pods of an application as a group. What it wants to find at pods are
 * properties, so that it does not matter who makes the executors. Each scheduler has a file in `batch-schedulers/`.
 *
 * @see kubeflow spark-operator, `spec.batchScheduler`
 */

/** By what `spec.batchScheduler` says. */
export const BATCH_SCHEDULERS: Readonly<Record<string, BatchScheduler>> = {
  volcano,
  yunikorn,
  'kube-scheduler': kubeScheduler,
};

/** Undefined where the application is not placed as a group. */
export const batchSchedulerOf = ({
  batchScheduler = '',
}: SparkApplicationSpec): BatchScheduler | undefined =>
  Object.hasOwn(BATCH_SCHEDULERS, batchScheduler) ? BATCH_SCHEDULERS[batchScheduler] : undefined;

/** Another name than those that are known. */
export const batchSchedulerUnknown: Check = ({ spec }) => {
  const { batchScheduler = '' } = spec;
  if (batchScheduler === '' || batchSchedulerOf(spec) !== undefined) return [];
  const known = 'Write volcano, yunikorn or kube-scheduler.';
  const other = 'For any other scheduler set spec.driver.schedulerName and spec.executor.schedulerName.';
  const message = `"${batchScheduler}" is no batch scheduler that the operator knows. ${known} ${other}`;
  return [{ path: 'spec.batchScheduler', message }];
};

/** Amounts that are none. */
export const groupResourcesUnreadable: Check = ({ spec }) =>
  Object.entries(spec.batchSchedulerOptions?.resources ?? {})
    .filter(([, amount]) => quantityBytes(String(amount)) === undefined)
    .map(([name, amount]) => ({
      path: `spec.batchSchedulerOptions.resources[${name}]`,
      message: `"${amount}" is no quantity. Write a number, with a unit where it has one, for example 500m or 4Gi.`,
    }));

/**
 * The properties by which the pods get into their group, over those that are `written`: a group whose pods lack its mark, or
 * go to another scheduler, would wait for ever.
 */
export function groupProperties(
  { metadata, spec }: SparkApplication,
  written: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const scheduler = batchSchedulerOf(spec);
  if (scheduler === undefined) return [];
  const conf = SparkConf.from(written);
  const executors = valueOrFailure('', () => initialExecutors(conf));
  const marks = scheduler.marks(
    groupName(metadata.name),
    spec.batchSchedulerOptions ?? {},
    executors.kind === 'value' ? executors.value : 0,
  );
  return ROLES.flatMap((role) => {
    const own = conf.get(KEYS[role].schedulerName) ?? conf.get(CONF.schedulerName.key);
    return [
      [KEYS[role].schedulerName, scheduler.schedulerName(own)] as const,
      ...markProperties(role, marks[role]),
    ];
  });
}

/**
 * The driver as a member of its group, and the group; the same driver and nothing where there is none.
 *
 * @param firstExecutor builds the executor that the room is measured by; asked only where there is a group
 */
export function withGroup(
  driver: PodManifest,
  { metadata, spec }: SparkApplication,
  conf: SparkConf,
  firstExecutor: () => PodManifest,
): { readonly driver: PodManifest; readonly objects: readonly PlannedObject[] } {
  const scheduler = batchSchedulerOf(spec);
  if (scheduler === undefined) return { driver, objects: [] };
  const pods: PodsOfGroup = { driver, executor: firstExecutor(), executors: initialExecutors(conf) };
  const annotations = { ...driver.metadata.annotations, ...scheduler.driverAnnotations(pods) };
  return {
    driver: { ...driver, metadata: { ...driver.metadata, annotations } },
    objects: scheduler.objects(groupName(metadata.name), spec.batchSchedulerOptions ?? {}, pods),
  };
}

const groupName = (applicationName: string): string => fittingName(applicationName, '-pg');

const KEYS = {
  driver: {
    schedulerName: CONF.driverSchedulerName.key,
    label: PREFIX.driverLabel,
    annotation: PREFIX.driverAnnotation,
  },
  executor: {
    schedulerName: CONF.executorSchedulerName.key,
    label: PREFIX.executorLabel,
    annotation: PREFIX.executorAnnotation,
  },
} as const;

function markProperties(
  role: Role,
  { labels = {}, annotations = {} }: Marks,
): readonly (readonly [string, string])[] {
  return [
    ...Object.entries(labels).map(([name, value]) => [KEYS[role].label + name, value] as const),
    ...Object.entries(annotations).map(([name, value]) => [KEYS[role].annotation + name, value] as const),
  ];
}
