import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { CONF } from '../spark/conf-keys.ts';
import { isAtLeast, parseSparkVersion } from '../spark/spark-version.ts';
import { failureOf, type Check } from './check.ts';
import { PLUGIN_ALLOCATOR } from './plugin-config-map.ts';

/** Who makes the executors of an attempt, and why. */
export type ExecutorManagement =
  /** The operator, as the driver asks for them in its executor set. */
  | { readonly kind: 'operator' }
  /** Spark's own allocator, in the driver, because the application says so. */
  | { readonly kind: 'driver-as-asked' }
  /** The same, because something that the application sets cannot be had otherwise. At least one need. */
  | { readonly kind: 'driver-as-needed'; readonly needs: readonly DriverModeNeed[] };

/** Something that only works where the driver itself makes, changes and removes pods. */
export interface DriverModeNeed {
  /** Where it is written. */
  readonly path: string;
  /** A whole sentence without its full stop. */
  readonly what: string;
  /** How to do without, one sentence in the imperative. */
  readonly remedy: string;
}

/**
 * Decides who makes the executors: whoever the application names; where it names nobody the operator, unless something
 * needs the driver to do it.
 *
 * Guarantees: never throws; what contradicts an explicit `Operator` is found by `operatorModeUnfit`.
 */
export function decideExecutorManagement(spec: SparkApplicationSpec): ExecutorManagement {
  switch (spec.executorManagement) {
    case 'Operator':
      return { kind: 'operator' };
    case 'Driver':
      return { kind: 'driver-as-asked' };
    default: {
      const needs = driverModeNeeds(spec);
      return needs.length === 0 ? { kind: 'operator' } : { kind: 'driver-as-needed', needs };
    }
  }
}

/** Whether the driver of the application makes its executors itself. */
export const isDriverMode = (spec: SparkApplicationSpec): boolean =>
  decideExecutorManagement(spec).kind !== 'operator';

/** An application that insists on the operator, with something that only the driver could do. */
export const operatorModeUnfit: Check = ({ spec }) =>
  spec.executorManagement === 'Operator'
    ? driverModeNeeds(spec).map(({ path, what, remedy }) => ({
        path,
        message: `${what}, which spec.executorManagement: Operator rules out. ${remedy} Or write Driver there.`,
      }))
    : [];

/** An application that insists on the driver, with the allocator that leaves executors to the operator. */
export const driverModeUnfit: Check = ({ spec }) =>
  isDriverMode(spec) && spec.sparkConf?.[ALLOCATOR] === PLUGIN_ALLOCATOR
    ? [
        {
          path: `spec.sparkConf[${ALLOCATOR}]`,
          message: `${PLUGIN_ALLOCATOR} leaves the executors to the operator. Remove it, or do without Driver mode.`,
        },
      ]
    : [];

/** What has to be seen to where Driver mode follows from the application and nobody has asked for it: rights, mostly. */
export function driverModeNeeded({ spec }: SparkApplication): readonly Violation[] {
  const management = decideExecutorManagement(spec);
  if (management.kind !== 'driver-as-needed') return [];
  return management.needs.map(({ path, what, remedy }) => ({
    path,
    message:
      `${what}. The application runs in Driver mode then, and the account of its driver needs the rights of ` +
      `deploy/driver-mode-account.yaml. ` +
      `${remedy} Or say that it is meant: spec.executorManagement: Driver.`,
  }));
}

/** The sentence that condition and Event show. */
export const needsText = (needs: readonly DriverModeNeed[]): string =>
  needs.map(({ path, what }) => `${what} (${path}).`).join(' ');

/** Everything that needs the driver to make the executors, in the order of this list. */
function driverModeNeeds(spec: SparkApplicationSpec): readonly DriverModeNeed[] {
  return [
    ...olderSpark(spec), // no extension point
    ...otherAllocator(spec), // StatefulSets, Deployments, classes of one's own
    ...podChangingPlugins(spec), // sizes of running executors and their claims
  ];
}

/** The first version whose driver can be told neither to watch nor to list pods. An unreadable one is told elsewhere. */
function olderSpark({ sparkVersion }: SparkApplicationSpec): readonly DriverModeNeed[] {
  const isUnreadable = failureOf('', () => parseSparkVersion(sparkVersion)).length > 0;
  if (isUnreadable || isAtLeast(parseSparkVersion(sparkVersion), '3.4')) return [];
  return [
    {
      path: 'spec.sparkVersion',
      what: `Spark ${sparkVersion} cannot leave its executors to the operator`,
      remedy: 'Use Spark 3.4 or newer.',
    },
  ];
}

const ALLOCATOR = CONF.podsAllocator.key;

/** Allocators that mean the same as the operator: Spark's usual one, and the operator's own. */
const OPERATORS_OWN: readonly string[] = ['direct', PLUGIN_ALLOCATOR];

function otherAllocator({ sparkConf }: SparkApplicationSpec): readonly DriverModeNeed[] {
  const allocator = sparkConf?.[ALLOCATOR];
  if (allocator === undefined || OPERATORS_OWN.includes(allocator)) return [];
  return [
    {
      path: `spec.sparkConf[${ALLOCATOR}]`,
      what: `The allocator ${allocator} makes executors from within the driver`,
      remedy: 'Remove it.',
    },
  ];
}

/** Plugins of Spark's that change pods from within the driver. */
const PACKAGE = 'org.apache.spark.scheduler.cluster.k8s';
const POD_CHANGING_PLUGINS = ['ExecutorResizePlugin', 'ExecutorPVCResizePlugin'];

function podChangingPlugins({ sparkConf }: SparkApplicationSpec): readonly DriverModeNeed[] {
  const classes = (sparkConf?.['spark.plugins'] ?? '').split(',').map((name) => name.trim());
  return POD_CHANGING_PLUGINS.filter((plugin) => classes.includes(`${PACKAGE}.${plugin}`)).map((plugin) => ({
    path: 'spec.sparkConf[spark.plugins]',
    what: `${plugin} changes executor pods from within the driver`,
    remedy: 'Remove it from spark.plugins.',
  }));
}
