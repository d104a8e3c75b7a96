/** One configuration that is asked of Spark and of us. */
import type { GoldenInput } from '../golden/golden-case.ts';
import { plain } from '../golden/our-build.ts';
import { isObject, type Json, type JsonObject } from '../golden/json.ts';
import { SparkConf } from '../../src/spark/spark-conf.ts';
import type { MainResourceKind } from '../../src/spark/main-resource.ts';
import type { ResourceProfile } from '../../src/spark/resource-profile.ts';

/** What differs between cases; the rest of what Spark has to know is the same for all. */
export interface OracleCase {
  readonly conf: Readonly<Record<string, string>>;
  readonly kind: MainResourceKind;
  readonly resource: string;
  readonly arguments: readonly string[];
  readonly proxyUser?: string;
  /** On the submitter's disk: content by path, as properties name it. Templates are JSON. */
  readonly files?: Readonly<Record<string, string>>;
  /** In HADOOP_CONF_DIR: content by name. */
  readonly hadoopConf?: Readonly<Record<string, string>>;
  /** What the executor is asked for in. @default the profile that follows the properties */
  readonly profile?: ResourceProfile;
}

/** An application that needs nothing else than its image. */
export const PLAIN_CASE: OracleCase = {
  conf: {
    'spark.app.name': 'pi',
    'spark.master': 'k8s://https://api',
    'spark.kubernetes.container.image': 'spark:4',
  },
  kind: 'java',
  resource: 'local:///opt/app.jar',
  arguments: [],
};

/** The user that the processes in the pods say they are. */
export const SPARK_USER = 'submitter';

/** A class of Spark's runs what is not for the JVM; `spark-submit` names it. */
const MAIN_CLASS: Readonly<Record<MainResourceKind, string>> = {
  java: 'org.example.Main',
  python: 'org.apache.spark.deploy.PythonRunner',
  r: 'org.apache.spark.deploy.RRunner',
};

/** The same for all cases. */
const APP_ID = 'spark-0123456789abcdef0123456789abcdef';
const DRIVER = { name: 'pi-driver', uid: '5c2f6f6e-driver', ip: '10.0.0.1' };

/** What Spark is told, all of it, as the harness reads it. */
export function questionOf(asked: OracleCase): JsonObject {
  const { profile, ...others } = asked;
  const known = { mainClass: MAIN_CLASS[asked.kind], appId: APP_ID, driver: DRIVER };
  return { ...others, profile: plain(profile), ...known };
}

/** The same, as our builders take it. */
export function inputOf(asked: OracleCase, sparkVersion: string): GoldenInput {
  return {
    name: 'application',
    conf: SparkConf.from(asked.conf),
    kind: asked.kind,
    resource: asked.resource,
    mainClass: MAIN_CLASS[asked.kind],
    arguments: asked.arguments,
    proxyUser: asked.proxyUser,
    sparkUser: SPARK_USER,
    sparkVersion,
    appId: APP_ID,
    master: '',
    submittedAtMs: 0,
    driver: DRIVER,
    executorIds: [1],
    profile: asked.profile,
    reportedConf: {},
    driverTemplate: templateOf('driver', asked),
    executorTemplate: templateOf('executor', asked),
    files: asked.files,
    hadoopConf: asked.hadoopConf,
  };
}

/** The template that a property names, where its file is there. */
function templateOf(role: 'driver' | 'executor', { conf, files }: OracleCase): JsonObject | undefined {
  const text = files?.[conf[`spark.kubernetes.${role}.podTemplateFile`] ?? ''];
  if (text === undefined) return undefined;
  const template: Json = JSON.parse(text);
  if (!isObject(template)) throw new Error(`the template of the ${role} is no object`);
  return template;
}
