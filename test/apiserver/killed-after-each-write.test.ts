import { afterAll, describe, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import { CutOffApiServer } from '../fakes/cut-off-api-server.ts';
import { eventually } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { SimulatedJob } from './simulated-job.ts';

const server = realApiServer();
afterAll(() => server.close());

/** A life has fewer writes than this; the last lives are not interrupted at all. */
const MOST_WRITES = 80;
const AT_ONCE = 5;

interface Life {
  readonly afterWrites: number;
  /** Whether the first operator got as far as that. */
  readonly wasKilled: boolean;
  readonly state: string | undefined;
  readonly podsCreatedTwice: readonly string[];
  readonly drivers: number;
  readonly executorsCreated: number;
  readonly mostExecutors: number;
  readonly left: readonly string[];
}

/** One application's life; its operator is killed after that many writes, and another one goes on. */
async function live(afterWrites: number): Promise<Life> {
  const cluster = new SimulatedCluster(server.api, await newNamespace(server.api, `kill-${afterWrites}`));
  const cutOff = new CutOffApiServer(server.api, afterWrites);
  const first = startOperator(cutOff.api, cluster.namespace);
  let second: RunningOperator | undefined;
  let wasKilled = false;
  void cutOff.cut.then(() => {
    wasKilled = true;
    first.abandon();
    second = startOperator(server.api, cluster.namespace);
  });
  const job = new SimulatedJob(cluster);
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
  await eventually(async () => {
    await job.step();
    expect((await cluster.get(APPLICATIONS, 'pi'))?.status?.applicationState.state).toBe('COMPLETED');
    expect(await cluster.list(EXECUTOR_SETS)).toEqual([]);
    expect((await cluster.pods('executor')).map(({ metadata }) => metadata.name)).toEqual([]);
  });
  if (!wasKilled) await first.stop();
  await second?.stop();
  return { afterWrites, wasKilled, ...(await outcome(cluster, job)) };
}

async function outcome(
  cluster: SimulatedCluster,
  job: SimulatedJob,
): Promise<Omit<Life, 'afterWrites' | 'wasKilled'>> {
  const names = [...job.seen.keys()];
  const left = [
    ...(await cluster.list(SERVICES)),
    ...(await cluster.list(EXECUTOR_SETS)),
    ...(await cluster.pods('executor')),
  ];
  return {
    state: (await cluster.get(APPLICATIONS, 'pi'))?.status?.applicationState.state,
    podsCreatedTwice: [...job.seen].filter(([, uids]) => uids.size > 1).map(([name]) => name),
    drivers: names.filter((name) => name.endsWith('-driver')).length,
    executorsCreated: names.filter((name) => name.includes('-exec-')).length,
    mostExecutors: job.mostExecutors,
    left: left.map(({ metadata }) => metadata.name),
  };
}

describe('an operator that is killed after its k-th write', () => {
  test('for every k of a life: one driver, two executors, none of them twice, nothing left behind', async () => {
    const lives: Life[] = [];
    for (let from = 1; from <= MOST_WRITES && lives.every((life) => life.wasKilled); from += AT_ONCE) {
      const writes = Array.from({ length: AT_ONCE }, (_, index) => from + index);
      lives.push(...(await Promise.all(writes.map(live))));
    }
    const expected = {
      state: 'COMPLETED',
      podsCreatedTwice: [],
      drivers: 1,
      executorsCreated: 2,
      mostExecutors: 2,
      left: [],
    };
    expect(lives).toEqual(
      lives.map(({ afterWrites, wasKilled }) => ({ afterWrites, wasKilled, ...expected })),
    );
    // The test has seen every write of a life only if some lives ended before their operator was killed.
    expect(lives.some((life) => !life.wasKilled)).toBe(true);
    expect(lives.filter((life) => life.wasKilled).length).toBeGreaterThan(10);
  }, 600_000);
});
