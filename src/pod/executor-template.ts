import { OperatorError } from '../operator-error.ts';
import { CONF } from '../spark/conf-keys.ts';
import { parseProperties } from '../spark/properties-file.ts';
import { SparkConf } from '../spark/spark-conf.ts';
import { readBy } from '../spark/version-differences.ts';
import type { PodTemplate } from './pod-template.ts';

/**
 * The key of the driver's ConfigMap that holds the properties as they were submitted, before the driver's own were
 * forced. It is not mounted. Executors are made from it, so that neither an upgrade of the operator nor an edit of the
 * application changes the executors of a running driver.
 */
export const SUBMITTED_PROPERTIES = 'submitted.properties';

/** The key beside it that holds the pod template of the executors, as JSON, where the application has one. */
export const POD_TEMPLATE = 'executor-template.json';

/** Properties that ride along in the submitted ones, for the executors: not Spark's, and not in the driver's file. */
export const CARRIED = {
  /** Version of Spark in the image. */
  sparkVersion: 'spark.operator.sparkVersion',
  /** Who submitted. */
  sparkUser: 'spark.operator.sparkUser',
} as const;

/** The driver pod, as far as its executors know it. */
export interface DriverIdentity {
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
}

/** Everything the executors of one driver have in common. */
export interface ExecutorTemplate {
  /** The properties as submitted: the user's own values, and what the driver's builder added; read as Spark reads them. */
  readonly conf: SparkConf;
  readonly appId: string;
  readonly namespace: string;
  readonly sparkVersion: string;
  readonly sparkUser: string;
  readonly driver: DriverIdentity;
  /** The user's own pod, to which the steps add. */
  readonly podTemplate?: PodTemplate | undefined;
}

/**
 * Reads the template back from the data of the driver's ConfigMap.
 *
 * Fails: EXECUTOR_TEMPLATE_UNREADABLE where somebody else has written it.
 */
export function parseExecutorTemplate(
  data: Readonly<Record<string, string>>,
  driver: DriverIdentity,
): ExecutorTemplate {
  const text = data[SUBMITTED_PROPERTIES];
  if (text === undefined) throw unreadable(driver, `it has no ${SUBMITTED_PROPERTIES}`);
  const conf = SparkConf.from(parseProperties(text));
  const needed = (key: string): string => {
    const value = conf.get(key);
    if (value === undefined) throw unreadable(driver, `its ${SUBMITTED_PROPERTIES} has no ${key}`);
    return value;
  };
  const appId = needed(CONF.appId.key);
  const sparkVersion = needed(CARRIED.sparkVersion);
  return {
    conf: readBy(sparkVersion, conf.without(...Object.values(CARRIED))),
    appId,
    namespace: conf.read(CONF.namespace),
    sparkVersion,
    sparkUser: needed(CARRIED.sparkUser),
    driver,
    podTemplate: parsePodTemplate(data[POD_TEMPLATE], driver),
  };
}

function parsePodTemplate(text: string | undefined, driver: DriverIdentity): PodTemplate | undefined {
  if (text === undefined) return undefined;
  try {
    const template: PodTemplate = JSON.parse(text);
    return template;
  } catch {
    throw unreadable(driver, `its ${POD_TEMPLATE} is not JSON`);
  }
}

function unreadable(driver: DriverIdentity, problem: string): OperatorError {
  return new OperatorError('EXECUTOR_TEMPLATE_UNREADABLE', { driver: driver.name, problem });
}
