import { buildDriver, type DriverBuild } from '../../src/pod/build-driver.ts';
import { buildExecutor, type ExecutorBuild } from '../../src/pod/build-executor.ts';
import type { PodTemplate } from '../../src/pod/pod-template.ts';
import { CONF } from '../../src/spark/conf-keys.ts';
import { DEFAULT_PROFILE_ID } from '../../src/spark/resource-profile.ts';
import type { SparkConf } from '../../src/spark/spark-conf.ts';
import type { GoldenInput } from './golden-case.ts';
import type { Json } from './json.ts';

const SPARK_VERSION = '4.3.0';

/** The driver that we build from a golden's input; `conf` is what reaches the builder. */
export function ourDriver(input: GoldenInput, conf: SparkConf): DriverBuild {
  return buildDriver({
    conf,
    appId: input.appId,
    uniqueId: '0123456789abcdef',
    mainResource: { kind: input.kind, uri: input.resource },
    mainClass: input.mainClass,
    arguments: input.arguments,
    proxyUser: input.proxyUser,
    sparkUser: input.sparkUser,
    sparkVersion: input.sparkVersion ?? SPARK_VERSION,
    driverTemplate: input.driverTemplate,
    files: Object.fromEntries(
      Object.entries(input.files ?? {}).map(([path, text]) => [path, Buffer.from(text, 'utf8')]),
    ),
    hadoopConfFiles: input.hadoopConf,
  });
}

/** The executor that we build from a golden's input; `conf` is what its driver has. */
export function ourExecutor(input: GoldenInput, conf: SparkConf, id: number): ExecutorBuild {
  const { appId, sparkUser, driver, reportedConf, profile = { id: DEFAULT_PROFILE_ID } } = input;
  const namespace = conf.read(CONF.namespace);
  const podTemplate: PodTemplate | undefined = input.executorTemplate;
  const sparkVersion = input.sparkVersion ?? SPARK_VERSION;
  const template = { conf, appId, namespace, sparkVersion, sparkUser, driver, podTemplate };
  return buildExecutor(template, { id, profile, reportedConf });
}

/** An object as it goes over the wire. */
export function plain(object: unknown): Json {
  const parsed: Json = JSON.parse(JSON.stringify(object ?? null));
  return parsed;
}
