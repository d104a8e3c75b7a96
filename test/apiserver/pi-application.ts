import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../src/api/spark-application.ts';

/** An application `pi` with two executors, whose executors' controller looks as often as Spark allows. */
export function piApplication(namespace: string, more: Partial<SparkApplicationSpec> = {}): SparkApplication {
  return {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    metadata: { name: 'pi', namespace },
    spec: {
      type: 'Scala',
      sparkVersion: '4.3.0',
      image: 'apache/spark:4.3.0',
      mainClass: 'org.apache.spark.examples.SparkPi',
      mainApplicationFile: 'local:///opt/spark/examples/jars/spark-examples.jar',
      driver: {},
      executor: { instances: 2 },
      ...more,
      sparkConf: {
        'spark.kubernetes.allocation.batch.delay': '200ms',
        'spark.kubernetes.executor.eventProcessingInterval': '100ms',
        ...more.sparkConf,
      },
    },
  };
}
