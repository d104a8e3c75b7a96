import { LAUNCHED_BY_LABEL } from '../api/labels.ts';
import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { EXECUTOR_SETS, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import { identityOf, type Change, type Projection } from '../kube/projection-cache.ts';
import type { ScopedInformers } from '../kube/scoped-informers.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import type { KubernetesObject, NamespacedName, Stored } from '../manifest/object-meta.ts';
import { PODS } from '../manifest/pod.ts';
import { ROLE_LABEL } from '../spark/labels.ts';
import { pluginConfigMapName } from '../submission/plugin-config-map.ts';
import { projectDriverPod, type DriverPod } from './driver-pod.ts';
import type { Lookup } from './observe.ts';

/** An object kept whole. */
interface Whole<T extends KubernetesObject> extends Projection {
  readonly object: Stored<T>;
}

/** Follows driver pods of this operator's making, each kept as the few fields a decision needs. */
export function followDrivers(
  informers: ScopedInformers,
  onChange: (pod: DriverPod) => void,
): Lookup<DriverPod> {
  return informers.inform({
    resource: PODS,
    labelSelector: `${ROLE_LABEL}=driver,${LAUNCHED_BY_LABEL}=true`,
    project: projectDriverPod,
    indexes: {},
    onChange: (change) => onChange(latestOf(change)),
  });
}

/** Follows the ConfigMaps of a plugin's jar, so that one that was deleted is made again: says whether one is there. */
export function followPluginConfigMaps(
  informers: ScopedInformers,
  driverPlugin: Uint8Array,
): (name: NamespacedName) => boolean {
  const there = informers.inform({
    resource: CONFIG_MAPS,
    fieldSelector: `metadata.name=${pluginConfigMapName(driverPlugin)}`,
    project: identityOf,
    indexes: {},
    onChange: () => undefined,
  });
  return (name) => there.get(name) !== undefined;
}

/**
 * Follows the applications that are ours by their labels, and by those of their namespace. One that is not ours any more
 * is as good as deleted: it is forgotten, and its pods are left as they are.
 *
 * @param labelSelector of applications; undefined: all
 */
export function followApplications(
  informers: ScopedInformers,
  labelSelector: string | undefined,
  wake: (namespace: string, name: string) => void,
): Lookup<Stored<SparkApplication>> {
  const informed = informers.inform({
    resource: APPLICATIONS,
    ...(labelSelector === undefined ? {} : { labelSelector }),
    project: wholeOf<SparkApplication>,
    indexes: {},
    onChange: (change) => wake(latestOf(change).namespace, latestOf(change).name),
  });
  const isSelected = informers.selected((namespace) => {
    for (const { name } of informed.in(namespace)) wake(namespace, name);
  });
  return { get: (name) => (isSelected(name.namespace) ? informed.get(name)?.object : undefined) };
}

/** Follows executor sets whole: their specs are needed, and there are few of them beside pods. */
export function followExecutorSets(
  informers: ScopedInformers,
  onChange: (set: Stored<SparkExecutorSet>) => void,
): Lookup<Stored<SparkExecutorSet>> {
  const informed = informers.inform({
    resource: EXECUTOR_SETS,
    project: wholeOf<SparkExecutorSet>,
    indexes: {},
    onChange: (change) => onChange(latestOf(change).object),
  });
  return { get: (name) => informed.get(name)?.object };
}

const wholeOf = <T extends KubernetesObject>(object: Stored<T>): Whole<T> => ({
  ...identityOf(object),
  object,
});

/** A deletion wakes by what the object was. */
const latestOf = <P extends Projection>(change: Change<P>): P =>
  change.kind === 'deleted' ? change.before : change.after;
