import { CONF } from './conf-keys.ts';
import { SPARK_INTERNAL, type MainResource } from './main-resource.ts';
import type { SparkConf } from './spark-conf.ts';

/** What `spark-submit` is told beside the properties. */
export interface Submission {
  /** `k8s://` and the API server's address. */
  readonly master: string;
  /** Used where the properties name no application. */
  readonly name: string;
  readonly mainResource: MainResource;
  readonly submittedAtMs: number;
}

/**
 * Gives the properties with what `spark-submit` adds to them in cluster mode: where to submit to, when, and the main
 * jar among the jars.
 *
 * @see Spark `SparkSubmit.prepareSubmitEnvironment`
 */
export function withSubmitProperties(conf: SparkConf, submission: Submission): SparkConf {
  return conf.withAll({
    [CONF.master.key]: submission.master,
    [CONF.appName.key]: conf.read(CONF.appName) ?? submission.name,
    [CONF.pyFiles.key]: conf.read(CONF.pyFiles).join(','),
    'spark.submit.deployMode': 'cluster',
    'spark.app.submitTime': String(submission.submittedAtMs),
    ...jarsWith(submission.mainResource, conf),
  });
}

function jarsWith({ kind, uri }: MainResource, conf: SparkConf): Readonly<Record<string, string>> {
  if (kind !== 'java') return {};
  const jars = [...conf.read(CONF.jars), ...(uri === SPARK_INTERNAL ? [] : [uri])];
  return jars.length === 0 ? {} : { [CONF.jars.key]: jars.join(',') };
}
