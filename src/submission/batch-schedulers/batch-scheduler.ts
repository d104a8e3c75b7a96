import type { SparkApplicationSpec } from '../../api/spark-application.ts';
import type { PodManifest } from '../../manifest/pod.ts';
import { podAmounts, quantitiesOf, sumOf, timesOf } from '../../manifest/pod-resources.ts';
import type { PlannedObject } from '../../pod/planned-object.ts';

/** What `spec.batchSchedulerOptions` says. */
export type GroupOptions = NonNullable<SparkApplicationSpec['batchSchedulerOptions']>;

/** The pods of an application, for a scheduler that places them together. */
export interface PodsOfGroup {
  /** As they will be created, with all overheads and sidecars. */
  readonly driver: PodManifest;
  readonly executor: PodManifest;
  /** Executors that the application begins with. */
  readonly executors: number;
}

/**
 * One scheduler that places the pods of an application together.
 *
 * A group counts one member alone, and needs room for all: executors come only once the driver runs, so a group that
 * waited for more members would never start. Where two large applications compete, the room keeps each of them from
 * starting a driver whose executors find no place.
 *
 * Guarantees: pure; the same pods always give the same group, so a submission that broke off can be repeated.
 *
 * What it wants to find at the pods comes in two steps, because the size of a group follows from finished pods:
 *
 *   marks              before the pods are built, as properties of both roles
 *   driverAnnotations  after that, at the driver pod alone
 *   objects            beside the driver; removed with the attempt
 */
export interface BatchScheduler {
  /** Those of `spec.batchSchedulerOptions` that it goes by; of the others a person is warned. */
  readonly options: readonly (keyof GroupOptions)[];
  /** What the scheduler calls itself; undefined where a role names another. */
  schedulerName(ownName: string | undefined): string;
  /** What the pods carry, by role. */
  marks(
    group: string,
    options: GroupOptions,
    executors: number,
  ): Readonly<Record<'driver' | 'executor', Marks>>;
  /** What only the driver pod carries, and what follows from all pods of the group. */
  driverAnnotations(pods: PodsOfGroup): Readonly<Record<string, string>>;
  /** The group itself, where it is an object. */
  objects(group: string, options: GroupOptions, pods: PodsOfGroup): readonly PlannedObject[];
}

/** By which the scheduler knows whose a pod is. */
export interface Marks {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Room for the driver and the executors it begins with, unless the application says itself how much. Taken from the pods
 * themselves: the heap with its overhead, memory outside of it, that of Python, sidecars, devices.
 */
export function leastResources(
  { resources }: GroupOptions,
  { driver, executor, executors }: PodsOfGroup,
): Readonly<Record<string, string>> {
  if (resources !== undefined)
    return Object.fromEntries(Object.entries(resources).map(([name, amount]) => [name, String(amount)]));
  return quantitiesOf(sumOf([podAmounts(driver), timesOf(podAmounts(executor), executors)]));
}
