/** Volumes of all types, claims that are made, and what is wrong with a volume. */
import { aboutProperties, type HandPickedCase } from './hand-picked-case.ts';
import type { OracleCase } from '../oracle-case.ts';

type Conf = OracleCase['conf'];

/** The same volume for the driver and for the executors. */
function both(type: string, name: string, settings: Conf): Conf {
  return { ...of('driver', type, name, settings), ...of('executor', type, name, settings) };
}

function of(role: 'driver' | 'executor', type: string, name: string, settings: Conf): Conf {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `spark.kubernetes.${role}.volumes.${type}.${name}.${key}`,
      value,
    ]),
  );
}

const DATA = { 'mount.path': '/data' };
const CLAIM = { ...DATA, 'options.claimName': 'OnDemand' };
const NEW_CLAIM = { ...CLAIM, 'options.storageClass': 'fast', 'options.sizeLimit': '10Gi' };

const TYPES: readonly HandPickedCase[] = [
  ...aboutProperties('volume', {
    'an empty directory': both('emptyDir', 'data', DATA),
    'an empty directory in memory': both('emptyDir', 'data', {
      ...DATA,
      'options.medium': 'Memory',
      'options.sizeLimit': '1Gi',
    }),
    'a directory of the node': both('hostPath', 'data', { ...DATA, 'options.path': '/srv' }),
    'a directory of the node that must be there': both('hostPath', 'data', {
      ...DATA,
      'options.path': '/srv',
      'options.type': 'Directory',
    }),
    'a directory of a file server': both('nfs', 'data', {
      ...DATA,
      'options.server': 'nfs.example.org',
      'options.path': '/export',
    }),
    'a claim that exists': both('persistentVolumeClaim', 'data', { ...DATA, 'options.claimName': 'shared' }),
    'a claim that exists, for reading': both('persistentVolumeClaim', 'data', {
      ...DATA,
      'options.claimName': 'shared',
      'mount.readOnly': 'true',
    }),
    'a claim for each executor': of('executor', 'persistentVolumeClaim', 'data', {
      ...DATA,
      'options.claimName': 'data-SPARK_EXECUTOR_ID',
    }),
    'read only': both('emptyDir', 'data', { ...DATA, 'mount.readOnly': 'TRUE' }),
    'a part of it': both('emptyDir', 'data', { ...DATA, 'mount.subPath': 'a/b' }),
    'a part of it by a variable': both('emptyDir', 'data', { ...DATA, 'mount.subPathExpr': '$(SPARK_USER)' }),
    'many of them': {
      ...both('emptyDir', 'one', { 'mount.path': '/1' }),
      ...both('hostPath', 'two', { 'mount.path': '/2', 'options.path': '/srv' }),
      ...both('nfs', 'three', { 'mount.path': '/3', 'options.server': 's', 'options.path': '/e' }),
      ...both('persistentVolumeClaim', 'four', { 'mount.path': '/4', 'options.claimName': 'c' }),
      ...both('emptyDir', 'five', { 'mount.path': '/5' }),
    },
  }),
];

const CLAIMS: readonly HandPickedCase[] = [
  ...aboutProperties('new claim', {
    'for the driver': of('driver', 'persistentVolumeClaim', 'data', NEW_CLAIM),
    'for each executor': of('executor', 'persistentVolumeClaim', 'data', NEW_CLAIM),
    'with labels and annotations': both('persistentVolumeClaim', 'data', {
      ...NEW_CLAIM,
      'label.team': 'blue',
      'annotation.example.org/why': 'because',
    }),
    'for a node, not for a pod': {
      ...both('persistentVolumeClaim', 'data', NEW_CLAIM),
      'spark.kubernetes.legacy.useReadWriteOnceAccessMode': 'true',
    },
    'that outlives the driver': {
      ...both('persistentVolumeClaim', 'data', NEW_CLAIM),
      'spark.kubernetes.driver.ownPersistentVolumeClaim': 'false',
    },
    'without a class': both('persistentVolumeClaim', 'data', { ...CLAIM, 'options.sizeLimit': '10Gi' }),
    'without a size': both('persistentVolumeClaim', 'data', { ...CLAIM, 'options.storageClass': 'fast' }),
    'under a name that holds OnDemand': both('persistentVolumeClaim', 'data', {
      ...NEW_CLAIM,
      'options.claimName': 'my-OnDemand-x',
    }),
    'of a driver with a name of its own': {
      ...of('driver', 'persistentVolumeClaim', 'data', NEW_CLAIM),
      'spark.kubernetes.driver.pod.name': 'named',
    },
  }),
];

const LOCAL: readonly HandPickedCase[] = [
  ...aboutProperties('local directory', {
    'on a volume': both('emptyDir', 'spark-local-dir-1', { 'mount.path': '/scratch' }),
    'on two volumes': {
      ...both('hostPath', 'spark-local-dir-1', { 'mount.path': '/a', 'options.path': '/x' }),
      ...both('hostPath', 'spark-local-dir-2', { 'mount.path': '/b', 'options.path': '/y' }),
    },
    'on a new claim': of('executor', 'persistentVolumeClaim', 'spark-local-dir-1', {
      ...NEW_CLAIM,
      'mount.path': '/scratch',
    }),
    'on a volume, not in the named directories': {
      ...both('emptyDir', 'spark-local-dir-1', { 'mount.path': '/scratch' }),
      'spark.local.dir': '/tmp/other',
    },
  }),
];

const WRONG: readonly HandPickedCase[] = [
  ...aboutProperties('wrong volume', {
    'without a path': of('driver', 'emptyDir', 'data', { 'mount.readOnly': 'true' }),
    'of executors without a path': of('executor', 'emptyDir', 'data', { 'mount.readOnly': 'true' }),
    'of an unknown type': both('tape', 'data', DATA),
    'of a node without a directory': both('hostPath', 'data', DATA),
    'of a file server without a name': both('nfs', 'data', { ...DATA, 'options.path': '/export' }),
    'of a file server without a directory': both('nfs', 'data', { ...DATA, 'options.server': 's' }),
    'of a claim without a name': both('persistentVolumeClaim', 'data', DATA),
    'of a size without a unit': both('persistentVolumeClaim', 'data', {
      ...NEW_CLAIM,
      'options.sizeLimit': '10',
    }),
    'of an empty directory of a size without a unit': both('emptyDir', 'data', {
      ...DATA,
      'options.sizeLimit': '10',
    }),
    'with two parts of it': both('emptyDir', 'data', {
      ...DATA,
      'mount.subPath': 'a',
      'mount.subPathExpr': 'b',
    }),
    'for reading or not': both('emptyDir', 'data', { ...DATA, 'mount.readOnly': 'maybe' }),
    'at the path of another': { ...both('emptyDir', 'one', DATA), ...both('emptyDir', 'two', DATA) },
  }),
];

export const VOLUME_CASES: readonly HandPickedCase[] = [...TYPES, ...CLAIMS, ...LOCAL, ...WRONG];
