/** The benchmark `loss`: how soon a driver knows that an executor is lost, and has the first one it asked for. */
import { waitFor } from '../../cluster/local/wait-for.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { EXECUTOR_ID_LABEL } from '../../../src/spark/labels.ts';
import { endedStatus } from '../../fakes/executor-pods.ts';
import type { BenchWorld, ClusterBench, Extent } from '../bench.ts';
import { quantile, rounded, type Budget } from '../budget.ts';
import {
  startLargeApplication,
  untilRunning,
  type LargeApplication,
} from '../executors/large-application.ts';
import { sideBySide } from '../side-by-side.ts';
import { Sightings } from '../sightings.ts';
import { watchLosses } from './set-sightings.ts';

export const loss: ClusterBench = {
  where: 'cluster',
  says: 'from the loss of an executor to its driver, and from a demand to the first pod',
  usual: { count: 1000, rounds: 1, samples: 50 },
  most: { count: 5000, rounds: 1, samples: 1000 },
  run: async (extent, world) => {
    const ending = new AbortController();
    const signal = AbortSignal.any([world.signal, ending.signal]);
    const application = await startLargeApplication(world);
    const { namespace } = application;
    const measured: Measured = {
      application,
      world,
      pods: await Sightings.open(world.api, { resource: PODS, namespace, isSettled: () => false, signal }),
      losses: await watchLosses(world.api, namespace, signal),
    };
    const figures = await figuresOf(extent, measured);
    ending.abort();
    await application.operator.stop();
    return report(figures);
  },
};

interface Measured {
  readonly application: LargeApplication;
  readonly world: BenchWorld;
  readonly pods: Sightings<PodManifest>;
  readonly losses: ReadonlyMap<number, number>;
}

/** In ms, one of each sample. */
interface Figures {
  readonly demand: readonly number[];
  readonly one: readonly number[];
  readonly many: readonly number[];
}

async function figuresOf({ count, samples }: Extent, measured: Measured): Promise<Figures> {
  const { application, world } = measured;
  const demand: number[] = [];
  const one: number[] = [];
  await application.driver.demand(0, count);
  await untilRunning(count, application, world);
  await world.progress.step(`${samples} demands and losses, one at a time`, async () => {
    for (let sample = 1; sample <= samples; sample += 1) {
      demand.push(await demandMs(count + sample, measured));
      await untilRunning(count + sample, application, world);
      // The executor that is lost is replaced, so that there are as many for the next sample.
      one.push(...(await lossesMs([await podOf(sample, measured)], measured)));
      await untilRunning(count + sample, application, world);
    }
  });
  const many = await world.progress.step(`${count} losses at once`, async () => {
    const pods = await executorPods(measured);
    return lossesMs(pods.slice(0, count), measured);
  });
  return { demand, one, many };
}

/** From the moment the driver asks to that at which a watch shows the next pod. */
async function demandMs(replicas: number, { application, pods }: Measured): Promise<number> {
  const seen = pods.seen;
  const startedMs = performance.now();
  await application.driver.demand(0, replicas);
  return (await pods.untilSeen(seen + 1)) - startedMs;
}

/** From the moment each pod has failed to that at which the set says so; the driver goes on acknowledging meanwhile. */
async function lossesMs(
  pods: readonly Stored<PodManifest>[],
  { application, world, losses }: Measured,
): Promise<readonly number[]> {
  const failedMs = new Map<number, number>();
  const failing = sideBySide(pods, 50, async (pod) => {
    await world.api.mergePatch(PODS, pod.metadata, { status: endedStatus(1) }, 'status');
    failedMs.set(idOf(pod), performance.now());
  });
  const allSeen = async (): Promise<true | undefined> => {
    await application.driver.acknowledge();
    return pods.every((pod) => losses.has(idOf(pod))) ? true : undefined;
  };
  const waiting = { timeoutMs: 120_000, everyMs: 100, signal: world.signal };
  await Promise.all([failing, waitFor(`${pods.length} losses to be told`, allSeen, waiting)]);
  await application.driver.acknowledge();
  return [...failedMs].map(([id, atMs]) => Math.max(0, (losses.get(id) ?? Number.NaN) - atMs));
}

const idOf = ({ metadata }: PodManifest): number => Number(metadata.labels?.[EXECUTOR_ID_LABEL]);

async function executorPods({ application, world }: Measured): Promise<readonly Stored<PodManifest>[]> {
  const pods: Stored<PodManifest>[] = [];
  const query = { namespace: application.namespace, labelSelector: 'spark-role=executor' };
  for await (const { items } of world.api.list(PODS, query)) pods.push(...items);
  return pods.filter(({ status }) => status?.phase === 'Running');
}

async function podOf(id: number, measured: Measured): Promise<Stored<PodManifest>> {
  const pod = (await executorPods(measured)).find((each) => idOf(each) === id);
  if (pod === undefined) throw new Error(`executor ${id} is not there`);
  return pod;
}

const row = (ms: readonly number[]) => ({
  'p50, ms': rounded(quantile(ms, 0.5)),
  'p99, ms': rounded(quantile(ms, 0.99)),
});

function report(figures: Figures): readonly Budget[] {
  const names = {
    'demand → first pod accepted': figures.demand,
    'loss → known to the driver': figures.one,
    [`${figures.many.length} losses at once → known to the driver`]: figures.many,
  };
  console.table(Object.fromEntries(Object.entries(names).map(([name, ms]) => [name, row(ms)])));
  // How long 1,000 at once take is up to the API server, which has as many pods to delete and to create meanwhile.
  return Object.entries(names)
    .slice(0, 2)
    .map(([what, ms]): Budget => ({
      what: `${what}, p99`,
      measured: quantile(ms, 0.99),
      bound: { kind: 'at most', value: 2_000 },
      text: (value) => `${Math.round(value)} ms`,
    }));
}
