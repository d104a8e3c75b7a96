import { OperatorError } from '../operator-error.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import type { VolumeSource, VolumeSpec } from './volume-spec.ts';

/**
 * Reads every volume under `prefix` (`spark.kubernetes.driver.volumes.` or the executors'), in order of type and name.
 *
 *   <prefix><type>.<name>.mount.{path,subPath,subPathExpr,readOnly}
 *   <prefix><type>.<name>.options.<option of the type>
 *   <prefix><type>.<name>.{label,annotation}.<key>              of a claim that is made for the pod
 *
 * Fails: SPARK_VOLUME_INVALID, naming the key; where it `isStrict`, also for a size without a unit and for two
 * sub-paths.
 *
 * @see Spark `KubernetesVolumeUtils.parseVolumesWithPrefix`
 */
export function parseVolumes(conf: SparkConf, prefix: string, isStrict = true): readonly VolumeSpec[] {
  const keys = [...conf.withPrefix(prefix).keys()];
  const heads = new Set(keys.flatMap((key) => /^[^.]+\.[^.]+/u.exec(key) ?? []));
  const volumes = [...heads].map((head) =>
    parseVolume(head, new VolumeSettings(conf, `${prefix}${head}.`, isStrict)),
  );
  refuseShared(
    volumes.map(({ mountPath }) => mountPath),
    prefix,
    'mounted at',
  );
  refuseShared(
    volumes.map(({ name }) => name),
    prefix,
    'named',
  );
  return volumes;
}

/** Where it is mounted is the same for all types; `source` is what it is. */
function parseVolume(head: string, settings: VolumeSettings): VolumeSpec {
  const [type = '', name = ''] = head.split('.');
  if (
    settings.isStrict &&
    settings.get('mount.subPath') !== undefined &&
    settings.get('mount.subPathExpr') !== undefined
  ) {
    throw settings.invalid(
      'mount.subPathExpr',
      'subPath and subPathExpr exclude each other',
      'Set only one.',
    );
  }
  return {
    name,
    mountPath: settings.require('mount.path', type),
    subPath: settings.get('mount.subPath') ?? '',
    subPathExpr: settings.get('mount.subPathExpr') ?? '',
    readOnly: settings.flag('mount.readOnly'),
    source: parseSource(type, settings),
  };
}

/** The options of one type. */
function parseSource(type: string, settings: VolumeSettings): VolumeSource {
  switch (type) {
    case 'emptyDir':
      return {
        kind: type,
        medium: settings.get('options.medium') ?? '',
        sizeLimit: settings.size('options.sizeLimit'),
      };
    case 'hostPath':
      return {
        kind: type,
        path: settings.require('options.path', type),
        type: settings.get('options.type') ?? '',
      };
    case 'nfs':
      return {
        kind: type,
        server: settings.require('options.server', type),
        path: settings.require('options.path', type),
      };
    case 'persistentVolumeClaim':
      return {
        kind: type,
        claimName: settings.require('options.claimName', type),
        storageClass: settings.get('options.storageClass'),
        sizeLimit: settings.size('options.sizeLimit'),
        labels: settings.family('label.'),
        annotations: settings.family('annotation.'),
      };
    default:
      throw settings.invalid(
        '',
        `"${type}" is not a type of volume`,
        'Use emptyDir, hostPath, nfs or persistentVolumeClaim.',
      );
  }
}

/** Kubernetes would refuse the pod, without saying which property was meant. */
function refuseShared(values: readonly string[], prefix: string, what: string): void {
  const shared = values.find((value, index) => values.indexOf(value) !== index);
  if (shared === undefined) return;
  throw new OperatorError('SPARK_VOLUME_INVALID', {
    field: `${prefix}*`,
    problem: `two volumes are ${what} ${shared}`,
    remedy: 'Give each volume a name and a path of its own.',
  });
}

/** The settings of one volume, each under its own key, so that an error can name it. */
class VolumeSettings {
  readonly #conf: SparkConf;
  readonly #head: string;
  /** Whether what Spark finds wrong from 4.0 on is refused, too. */
  readonly isStrict: boolean;

  constructor(conf: SparkConf, head: string, isStrict: boolean) {
    this.#conf = conf;
    this.#head = head;
    this.isStrict = isStrict;
  }

  /** The text, or undefined where nobody set it. */
  get(key: string): string | undefined {
    return this.#conf.get(this.#head + key);
  }

  /** The text, of a setting that the type cannot be without. */
  require(key: string, type: string): string {
    const value = this.get(key);
    if (value !== undefined && value !== '') return value;
    throw this.invalid(key, `${type} volumes need it`, 'Set the property.');
  }

  /** True or false; false where nobody set it. */
  flag(key: string): boolean {
    const value = this.get(key)?.toLowerCase() ?? 'false';
    if (value === 'true' || value === 'false') return value === 'true';
    throw this.invalid(key, `"${value}" is neither true nor false`, 'Write true or false.');
  }

  /** A quantity; a bare number below 1024 is taken for a forgotten unit. */
  size(key: string): string | undefined {
    const value = this.get(key);
    if (!this.isStrict || value === undefined || !/^\d+$/u.test(value) || Number(value) >= 1024) return value;
    throw this.invalid(key, `"${value}" is less than 1 KiB`, 'Add the unit, for example 5Gi.');
  }

  /** Names and values of the user's own, as of labels. */
  family(key: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#conf.withPrefix(this.#head + key));
  }

  /** An error that names this setting. */
  invalid(key: string, problem: string, remedy: string): OperatorError {
    const field = (this.#head + key).replace(/\.$/u, '');
    return new OperatorError('SPARK_VOLUME_INVALID', { field, problem, remedy });
  }
}
