import { at, changedAt, isObject, type Json } from './json.ts';
import { isOwnLocalDir, textAt } from './normalise.ts';

/** One way in which our objects are meant to differ from Spark's. */
export interface AllowedDifference {
  readonly name: string;
  readonly because: string;
  /** Gives what Spark made, with the difference taken out. */
  readonly spark: (object: Json) => Json;
  /** Gives what we made, with the difference taken out. */
  readonly ours: (object: Json) => Json;
}

/** Every intended difference. Whatever else differs from a golden is a fault of ours. */
export const ALLOWED_DIFFERENCES: readonly AllowedDifference[] = [
  {
    name: 'owner of side objects',
    because:
      'Spark creates the pod first and lets it own the rest; here the application owns all, and the pod comes last',
    spark: (object) =>
      at(object, 'kind') === 'Pod' ? object : without(object, 'metadata', 'ownerReferences'),
    ours: (object) => object,
  },
  {
    name: 'namespace in every object',
    because: 'Spark leaves it to the path of the request in some kinds',
    spark: (object) => without(object, 'metadata', 'namespace'),
    ours: (object) => without(object, 'metadata', 'namespace'),
  },
  {
    name: 'submitted properties in the ConfigMap',
    because: 'executors are made from them after a restart of the operator; the key is not mounted',
    spark: (object) => object,
    ours: (object) => without(object, 'data', 'submitted.properties'),
  },
  {
    name: 'no ConfigMap for executors',
    because: 'executors get their properties from the driver by RPC; `executor.disableConfigMap` is forced',
    spark: (object) => withoutNamed(withoutNamed(object, EXECUTOR_CONF, VOLUMES), EXECUTOR_CONF, MOUNTS),
    ours: (object) => object,
  },
  {
    name: 'no token for executors',
    because: 'they never talk to the API server',
    spark: withoutTokenOfExecutor,
    ours: withoutTokenOfExecutor,
  },
  {
    name: 'no port 0',
    because: 'Kubernetes refuses it; Spark means "any free port" by it, so there is none to declare',
    spark: (object) =>
      changedAt(changedAt(object, PORTS, withoutPortZero), ['spec', 'ports'], withoutPortZero),
    ours: (object) => object,
  },
  {
    name: 'no secret in the environment',
    because: 'whoever may read pods could read it; the secret is mounted as a file',
    spark: (object) => withoutNamed(object, '_SPARK_AUTH_SECRET', ENV),
    ours: (object) => object,
  },
  {
    name: 'one rule for changing a size',
    because: 'Spark adds its own to that of the template, and Kubernetes refuses two for one resource',
    spark: (object) => changedAt(object, RESIZING, withoutSecondRules),
    ours: (object) => object,
  },
  {
    name: 'no white space in local directories',
    because:
      'Spark mounts a part of `spark.local.dir` with the white space around it, and does not find it then',
    spark: withoutBlanks,
    ours: (object) => object,
  },
];

/** Something that we refuse and Spark's builders do not. */
export interface EarlierRefusal {
  readonly name: string;
  readonly because: string;
  /** What our refusal begins with. */
  readonly says: RegExp;
}

/** Every such refusal. These and the differences above are twelve at most. */
export const REFUSED_EARLIER: readonly EarlierRefusal[] = [
  {
    name: 'executors without cores',
    because: 'Spark builds their pods and then ends the driver, which finds no core for any task',
    says: /^spark\.executor\.cores: /u,
  },
  {
    name: 'a container that the template does not have',
    because: 'Spark takes the first one instead, and a misspelt name puts it into a sidecar',
    says: /^The pod template has no container named /u,
  },
  {
    name: 'values that no pod may have',
    because: 'Spark takes less than no memory, and any text as a name; Kubernetes then refuses the pod',
    says: /: "-\d+\w*" is not a memory size|^spark\.kubernetes\.driver\.pod\.name: /u,
  },
];

/** Gives `object` of Spark's as far as ours has to equal it. */
export function expectedOfSpark(object: Json): Json {
  return ALLOWED_DIFFERENCES.reduce((soFar, { spark }) => spark(soFar), object);
}

/** Gives `object` of ours as far as it has to equal Spark's. */
export function comparedOfOurs(object: Json): Json {
  return ALLOWED_DIFFERENCES.reduce((soFar, { ours }) => ours(soFar), object);
}

const EXECUTOR_CONF = 'spark-conf-volume-exec';
const VOLUMES = ['spec', 'volumes'];
const MOUNTS = ['spec', 'containers', '*', 'volumeMounts'];
const PORTS = ['spec', 'containers', '*', 'ports'];
const RESIZING = ['spec', 'containers', '*', 'resizePolicy'];
const ENV = ['spec', 'containers', '*', 'env'];

function without(object: Json, ...path: readonly string[]): Json {
  return changedAt(object, path, () => undefined);
}

function withoutTokenOfExecutor(object: Json): Json {
  const isExecutor = at(object, 'metadata', 'labels', 'spark-role') === 'executor';
  return isExecutor ? without(object, 'spec', 'automountServiceAccountToken') : object;
}

function withoutNamed(object: Json, name: string, path: readonly string[]): Json {
  return changedAt(object, path, (list) => filtered(list, (item) => at(item, 'name') !== name));
}

function withoutPortZero(ports: Json): Json | undefined {
  return filtered(ports, (port) => at(port, 'containerPort') !== 0 && at(port, 'port') !== 0);
}

function withoutSecondRules(rules: Json): Json | undefined {
  const seen = new Set<Json | undefined>();
  return filtered(rules, (rule) => {
    const resource = at(rule, 'resourceName');
    const isFirst = !seen.has(resource);
    seen.add(resource);
    return isFirst;
  });
}

/** Empty parts are no directories; what is left is numbered without a gap. */
function withoutBlanks(pod: Json): Json {
  const trimmed = changedAt(pod, [...ENV, '*'], (variable) =>
    at(variable, 'name') === 'SPARK_LOCAL_DIRS'
      ? changedAt(variable, ['value'], withoutBlankParts)
      : variable,
  );
  let blank = 0;
  const mounted = changedAt(trimmed, [...MOUNTS, '*'], (mount) => {
    if (!isOwnLocalDir(mount)) return mount;
    const path = textAt(mount, 'mountPath').trim();
    blank += Number(path === '');
    const name = textAt(mount, 'name').replace(/\d+$/u, (number) => String(Number(number) - blank));
    return { name: path === '' ? 'blank' : name, mountPath: path };
  });
  const withoutMounts = withoutNamed(mounted, 'blank', MOUNTS);
  return changedAt(withoutMounts, VOLUMES, (volumes) => withoutLastLocalDirs(volumes, blank));
}

function withoutBlankParts(value: Json): Json {
  if (typeof value !== 'string') return value;
  const parts = value.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').join(',');
}

/** Spark's own are all alike. */
function withoutLastLocalDirs(volumes: Json, count: number): Json {
  if (!Array.isArray(volumes) || count === 0) return volumes;
  const most = Math.max(...volumes.map(localDirNumber)) - count;
  return volumes.filter((volume: Json) => localDirNumber(volume) <= most);
}

function localDirNumber(volume: Json): number {
  return Number(/^spark-local-dir-(\d+)$/u.exec(textAt(volume, 'name'))?.[1] ?? 0);
}

/** An empty list is no list. */
function filtered(list: Json, keep: (item: Json) => boolean): Json | undefined {
  if (!Array.isArray(list) || isObject(list)) return list;
  const kept = list.filter((item: Json) => keep(item));
  return kept.length === 0 ? undefined : kept;
}
