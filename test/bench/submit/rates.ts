/** How many applications a second are submitted: by the operator, and by somebody who only POSTs their objects. */
import { newNamespace } from '../../apiserver/real-api-server.ts';
import { APPLICATIONS, type SparkApplication } from '../../../src/api/spark-application.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import type { BenchWorld } from '../bench.ts';
import { startOperator } from '../operator-process.ts';
import { sideBySide } from '../side-by-side.ts';
import { Sightings } from '../sightings.ts';
import { applications, planOf } from './applications.ts';

/** Applications in flight: more don't make the API server faster. */
const WIDTH = 32;
/** Applications that go before those that are measured, so that neither side is measured cold. */
const WARM_UP = 30;

/** What one round of the operator came to. */
export interface OperatorRound {
  readonly perSecond: number;
  /** Processor time of the operator for each application, until the last driver pod was accepted. */
  readonly cpuMs: number;
}

/** Applications per second when all five objects of each are POSTed as fast as the API server takes them. */
export async function rawRate(count: number, world: BenchWorld): Promise<number> {
  const { api } = world;
  const namespace = await newNamespace(api, 'raw');
  const plan = (name: string, many: number) => applications(namespace, name, many).map(planOf);
  await sideBySide(plan('warm-up', WARM_UP), WIDTH, (each) => post(each, api));
  const plans = plan('pi', count);
  const startedMs = performance.now();
  await sideBySide(plans, WIDTH, (each) => post(each, api));
  const seconds = (performance.now() - startedMs) / 1000;
  await untilDriversRun(namespace, count + WARM_UP, world);
  return count / seconds;
}

async function post({ sideObjects, driverPod }: ReturnType<typeof planOf>, api: ApiServer): Promise<void> {
  await Promise.all([
    ...sideObjects.map(({ resource, object }) => api.create(resource, object)),
    api.create(PODS, driverPod),
  ]);
}

/** Lets the scheduler and the node come to rest, so that what they do for one round is not counted to the next. */
async function untilDriversRun(namespace: string, count: number, world: BenchWorld): Promise<void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([world.signal, ending.signal]);
  const drivers = await Sightings.open(world.api, {
    resource: PODS,
    namespace,
    isSettled: isRunning,
    signal,
  });
  await drivers.untilSettled(count);
  ending.abort();
}

/** From the first SparkApplication that was accepted to the last driver pod that was. */
export async function operatorRate(count: number, world: BenchWorld): Promise<OperatorRound> {
  const { api } = world;
  const namespace = await newNamespace(api, 'operator');
  const ending = new AbortController();
  const signal = AbortSignal.any([world.signal, ending.signal]);
  const operator = await startOperator(namespace, world);
  const watched = { namespace, signal };
  const drivers = await Sightings.open(api, { ...watched, resource: PODS, isSettled: isRunning });
  const statuses = await Sightings.open(api, { ...watched, resource: APPLICATIONS, isSettled: saysRunning });
  const untilRest = (many: number) => Promise.all([drivers.untilSettled(many), statuses.untilSettled(many)]);

  await createAll(applications(namespace, 'warm-up', WARM_UP), api);
  await untilRest(WARM_UP);
  const cpuBefore = await operator.cpuSeconds();
  const firstMs = await createAll(applications(namespace, 'pi', count), api);
  const lastMs = await drivers.untilSeen(count + WARM_UP);
  const cpuSeconds = (await operator.cpuSeconds()) - cpuBefore;
  await untilRest(count + WARM_UP);
  await operator.stop();
  ending.abort();
  return { perSecond: (count / (lastMs - firstMs)) * 1000, cpuMs: (cpuSeconds / count) * 1000 };
}

/** The moment at which the first of them was accepted. */
async function createAll(all: readonly SparkApplication[], api: ApiServer): Promise<number> {
  let firstMs: number | undefined;
  await sideBySide(all, WIDTH, async (each) => {
    await api.create(APPLICATIONS, each);
    firstMs ??= performance.now();
  });
  return firstMs ?? performance.now();
}

export const isRunning = ({ status }: PodManifest): boolean => status?.phase === 'Running';

const saysRunning = ({ status }: SparkApplication): boolean => status?.applicationState.state === 'RUNNING';
