/** The application that tests do something to in mid-job: `images/spark/SumInRounds.java`. */
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../src/api/spark-application.ts';

/** The first round waits until all executors take part, however slowly they start. */
export const ALL_TAKE_PART = {
  'spark.scheduler.minRegisteredResourcesRatio': '1',
  'spark.scheduler.maxRegisteredResourcesWaitingTime': '30min',
};

export const TWO_EXECUTORS = { 'spark.executor.instances': '2', ...ALL_TAKE_PART };

/** Adds up 1 to 10 on its executors, in rounds of about a second, until it is told to end. */
export function sumInRounds(name: string, spec: Partial<SparkApplicationSpec> = {}): SparkApplication {
  const { sparkConf, executor, ...rest } = spec;
  const size = spec.dynamicAllocation === undefined ? TWO_EXECUTORS : {};
  return thrifty({
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    metadata: { name },
    spec: {
      type: 'Java',
      mode: 'cluster',
      sparkVersion: '4.3.0',
      image: 'apache/spark:4.3.0',
      mainClass: 'org.apache.spark.examples.SumInRounds',
      mainApplicationFile: 'local:///opt/spark/examples/jars/spark-examples.jar',
      driver: { serviceAccount: 'spark', memory: '512m' },
      executor: { memory: '512m', ...executor },
      sparkConf: { ...size, ...sparkConf },
      ...rest,
    },
  });
}

/** The same application for a small machine: several run side by side on two cores, and their JVMs start sooner. */
export function thrifty(application: SparkApplication): SparkApplication {
  const { spec } = application;
  const role = { coreRequest: '100m', javaOptions: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' };
  return {
    ...application,
    spec: { ...spec, driver: { ...spec.driver, ...role }, executor: { ...spec.executor, ...role } },
  };
}

/** The line that says that a round is over. */
export const ROUND_OVER = /^Round \d+ is over$/mu;

/** Spark's line about a task that the executor has done. */
export const finishedBy = (id: number): RegExp =>
  new RegExp(String.raw`Finished task .* \(executor ${id}\)`, 'u');

/** What the driver's log has to say at the end: the right sum for as many rounds as there were. */
export function rightSum(log: string): string {
  const rounds = log.match(new RegExp(ROUND_OVER, 'gmu'))?.length ?? 0;
  return `The sum of 1 to 10 in ${rounds} rounds is ${55 * rounds}\n`;
}
