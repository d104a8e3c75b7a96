import { createHash } from 'node:crypto';

/*
 * The names Spark derives from an application's name. Where Spark draws a random id, we derive it from whose attempt
 * it is, so that the same attempt always has the same names.
 */

/** Longest DNS label, and longest value of a Kubernetes label. */
const LABEL_LENGTH = 63;

/** Longest name of a pod: a DNS subdomain. */
export const POD_NAME_LENGTH = 253;

/** Longest prefix of executor pods: the longest name less `-exec-` and ten digits. */
export const POD_NAME_PREFIX_LENGTH = 237;

/** The ids of one attempt that Spark would draw at random. */
export interface AttemptIds {
  /** `spark-` and 32 hex digits: `spark.app.id`. */
  readonly appId: string;
  /** 16 hex digits, the tail of every name made for the attempt. */
  readonly uniqueId: string;
  /** A UUID: the id of the submission. */
  readonly submissionId: string;
}

/** Gives the ids of attempt `attempt` of the application with that uid: always the same ones, and nobody else's. */
export function attemptIds(applicationUid: string, attempt: number): AttemptIds {
  const hash = (purpose: string): string => sha256(`${purpose}\n${applicationUid}\n${attempt}`);
  return {
    appId: `spark-${hash('application').slice(0, 32)}`,
    uniqueId: hash('names').slice(0, 16),
    submissionId: uuidOf(hash('submission')),
  };
}

/**
 * Gives the start of the names of everything that belongs to the driver: the application's name in lower case with
 * everything but letters, digits and dashes turned into one dash, and the unique id.
 *
 * @see Spark `KubernetesConf.getResourceNamePrefix`
 */
export function resourceNamePrefix(appName: string, uniqueId: string): string {
  return dashed(`${appName}-${uniqueId}`).replace(/^-/u, '').replace(/^\d/u, 'x');
}

/** Gives the start of the names of executor pods, never longer than a pod's hostname rules allow. */
export function executorNamePrefix(appName: string, uniqueId: string): string {
  const prefix = resourceNamePrefix(appName, uniqueId);
  return prefix.length <= POD_NAME_PREFIX_LENGTH ? prefix : `spark-${uniqueId}`;
}

/**
 * Gives the name of the driver's headless service. It is a DNS label, so a long one falls back to the id alone.
 *
 * @see Spark `DriverServiceFeatureStep`
 */
export function driverServiceName(prefix: string, uniqueId: string): string {
  const preferred = `${prefix}-driver-svc`;
  return preferred.length <= LABEL_LENGTH ? preferred : `spark-${uniqueId}-driver-svc`;
}

/**
 * Gives the value of the label `spark-app-name`.
 *
 * @see Spark `KubernetesConf.getAppNameLabel`
 */
export function appNameLabel(appName: string): string {
  return dashed(appName).slice(0, LABEL_LENGTH).replaceAll(/^-|-$/gu, '');
}

/**
 * Gives the hostname of an executor: the end of its pod's name, which holds its id, as a DNS label.
 *
 * @see Spark `BasicExecutorFeatureStep`
 */
export function executorHostname(podName: string): string {
  return podName
    .slice(-LABEL_LENGTH)
    .replace(/^\W+/u, '')
    .replaceAll(/[^\w-]+/gu, '_');
}

/** Gives the directory for shuffle and spill files that Spark would name by a random UUID. */
export function localDirectory(appId: string): string {
  return `/var/data/spark-${uuidOf(sha256(`local directory\n${appId}`))}`;
}

function dashed(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/gu, '-')
    .replaceAll(/-+/gu, '-');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
