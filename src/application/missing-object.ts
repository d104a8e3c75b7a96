import type { SparkApplicationSpec } from '../api/spark-application.ts';
import { cutText } from '../manifest/cut-text.ts';
import { inOneLine, type Words } from './driver-pod.ts';

/** A ConfigMap, secret or claim, or a key of one, that the kubelet looks for. */
interface Missing {
  readonly kind: 'configmap' | 'secret' | 'claim';
  /** Undefined where the kubelet names the key alone. */
  readonly name: string | undefined;
  readonly key: string | undefined;
}

/** A text of the spec, and where it stands. */
interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** Nobody needs more to find the place. */
const MOST_FIELDS = 3;
const MOST_FIELD_BYTES = 512;

/**
 * What keeps a driver from starting, in one line: Kubernetes' words. Where it is an object that fields of the spec name,
 * these fields stand in the place of the volume, whose name may be the operator's own.
 */
export function troubleText(words: Words, spec: SparkApplicationSpec): string {
  const missing = missingAccordingTo(words.message);
  const fields = missing === undefined ? [] : fieldsNaming(missing, spec).slice(0, MOST_FIELDS);
  if (fields.length === 0) return inOneLine(words);
  const message = words.message.replace(/^MountVolume\.SetUp failed for volume "[^"]*" : /u, '');
  return `${inOneLine({ ...words, message })} (${cutText(fields.join(', '), MOST_FIELD_BYTES)})`;
}

/** @see kubelet `pkg/volume/{configmap,secret}`, `kubelet_pods.go`; of claims the scheduler speaks */
function missingAccordingTo(message: string): Missing | undefined {
  const object = /(?<kind>configmap|secret|persistentvolumeclaim) "(?<name>[^"]+)" not found/iu.exec(message);
  const key =
    /couldn't find key (?<key>\S+) in (?<kind>ConfigMap|Secret) [^/\s]+\/(?<name>[^\s,]+)/u.exec(message) ??
    /references non-existent (?<kind>config|secret) key: (?<key>[^\s,]+)/u.exec(message);
  const found = (object ?? key)?.groups;
  if (found === undefined) return undefined;
  return {
    kind: KINDS[found['kind']?.toLowerCase() ?? ''] ?? 'claim',
    name: found['name'],
    key: found['key'],
  };
}

/** By the kubelet's words for them. */
const KINDS: Readonly<Record<string, Missing['kind']>> = {
  configmap: 'configmap',
  config: 'configmap',
  secret: 'secret',
};

/** The ends of the paths at which an object of a kind is named, whatever the field: volumes, variables, properties. */
const NAMED_AT: Readonly<Record<Missing['kind'], RegExp>> = {
  configmap:
    /(?:\.(?:spark|hadoop)ConfigMap|\.configMaps\[\d+\]\.name|\.configMap(?:Key)?(?:Ref)?\.name|configMapName\])$/u,
  secret:
    /(?:\.secrets\[\d+\]\.name|\.secretName|\.secret(?:Key)?(?:Ref)?\.name|\.envSecretKeyRefs\.[^.]+\.name|[sS]ecret\.name\])$/u,
  claim: /\.claimName\]?$/u,
};

/** Where the driver's part of the spec names it, in the order of the spec. */
function fieldsNaming(missing: Missing, spec: SparkApplicationSpec): readonly string[] {
  const { executor: _, ...driversOwn } = spec;
  return leavesOf(driversOwn, 'spec')
    .filter((leaf) => names(leaf, missing))
    .map(({ path }) => path);
}

function names({ path, text }: Leaf, { kind, name, key }: Missing): boolean {
  if (name === undefined) {
    return isFileOf(text, kind, undefined, key) || (text === key && /\.items\[\d+\]\.key$/u.test(path));
  }
  const isNamed = text === name && NAMED_AT[kind].test(path);
  const byProperty =
    kind === 'secret' &&
    (path.endsWith(`.driver.secrets.${name}]`) ||
      (path.includes('.driver.secretKeyRef.') && text.startsWith(`${name}:`)));
  return isNamed || byProperty || isFileOf(text, kind, name, key);
}

/** Whether one of the files of a list is kept in that ConfigMap, under that key. */
function isFileOf(
  text: string,
  kind: Missing['kind'],
  name: string | undefined,
  key: string | undefined,
): boolean {
  if (kind !== 'configmap') return false;
  return text.split(',').some((uri) => {
    const [, configMap, file] = /^\s*configmap:\/\/([^/]+)\/([^#\s]+)/u.exec(uri) ?? [];
    return configMap !== undefined && (name ?? configMap) === configMap && (key ?? file) === file;
  });
}

/** All texts of a value. Properties, whose names have dots, stand in brackets. */
function leavesOf(value: unknown, path: string): readonly Leaf[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, at) => leavesOf(item, `${path}[${at}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    leavesOf(item, name.includes('.') ? `${path}[${name}]` : `${path}.${name}`),
  );
}
