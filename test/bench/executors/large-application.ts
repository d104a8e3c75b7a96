/** One application with many executors, run by an operator of its own; the benchmark speaks for its driver. */
import { newNamespace } from '../../apiserver/real-api-server.ts';
import { waitFor } from '../../cluster/local/wait-for.ts';
import { Driver } from '../../model/world/driver.ts';
import { APPLICATIONS, type SparkApplication } from '../../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import type { BenchWorld } from '../bench.ts';
import { startOperator } from '../operator-process.ts';
import type { Program } from '../program.ts';
import { application } from '../submit/applications.ts';

export interface LargeApplication {
  readonly namespace: string;
  /** Name of its executor set. */
  readonly set: string;
  readonly driver: Driver;
  readonly operator: Program;
}

const NAME = 'pi';
const LIMIT_MS = 60_000;

/** Of every application here: large batches, and no end for all the failures it gets. */
const CONF = {
  'spark.kubernetes.allocation.batch.size': '1000',
  'spark.kubernetes.allocation.batch.delay': '1s',
  'spark.executor.maxNumFailures': '1000000',
};

export function largeApplication(namespace: string): SparkApplication {
  const { spec, ...rest } = application(namespace, NAME);
  return { ...rest, spec: { ...spec, sparkConf: { ...spec.sparkConf, ...CONF } } };
}

/** Settles when its driver runs and could ask for executors. */
export async function startLargeApplication(world: BenchWorld): Promise<LargeApplication> {
  const { api, signal } = world;
  const namespace = await newNamespace(api, 'executors');
  const operator = await startOperator(namespace, world);
  await api.create(APPLICATIONS, largeApplication(namespace));
  const set = `${NAME}-1`;
  const isReady = async (): Promise<true | undefined> => {
    const pod = await api.get(PODS, { namespace, name: `${NAME}-driver` });
    const ready = pod?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    const there = await api.get(EXECUTOR_SETS, { namespace, name: set });
    return ready === true && there !== undefined ? true : undefined;
  };
  await waitFor('the driver to be ready', isReady, { timeoutMs: LIMIT_MS, signal });
  return { namespace, set, operator, driver: new Driver(api, { namespace, name: set }) };
}

/** Waits until the executor set says that so many run. */
export async function untilRunning(
  count: number,
  { namespace, set }: LargeApplication,
  { api, signal }: BenchWorld,
): Promise<void> {
  const all = async (): Promise<true | undefined> =>
    (await api.get(EXECUTOR_SETS, { namespace, name: set }))?.status?.running === count ? true : undefined;
  await waitFor(`${count} executors to run`, all, { timeoutMs: 300_000, everyMs: 500, signal });
}
