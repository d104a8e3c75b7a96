/** How many applications a second are submitted: by the operator, and by somebody who only POSTs their objects. */
import { newNamespace } from '../../apiserver/real-api-server.ts';
import { APPLICATIONS, type SparkApplication } from '../../../src/api/spark-application.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import type { BenchWorld } from '../bench.ts';
import { waitFor } from '../../cluster/local/wait-for.ts';
import { acceptedDrivers, startOperator } from '../operator-process.ts';
import { sideBySide } from '../side-by-side.ts';
import { untilSettled } from '../sightings.ts';
import { applications, planOf } from './applications.ts';

/** Applications in flight: more don't make the API server faster. */
const WIDTH = 32;
/** Applications that go before those that are measured, so that neither side is measured cold. */
const WARM_UP = 100;

/** What one round came to. */
export interface Rate {
  /** Applications. */
  readonly perSecond: number;
  /** Processor time for one application of whoever submits: the operator, or this process when it only POSTs. */
  readonly cpuMs: number;
}

/** Applications per second when all five objects of each are POSTed as fast as the API server takes them. */
export async function rawRate(count: number, world: BenchWorld): Promise<Rate> {
  const { api } = world;
  const namespace = await newNamespace(api, 'raw');
  const plan = (name: string, many: number) => applications(namespace, name, many).map(planOf);
  await sideBySide(plan('warm-up', WARM_UP), WIDTH, (each) => post(each, api));
  const plans = plan('pi', count);
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  await sideBySide(plans, WIDTH, (each) => post(each, api));
  const seconds = (performance.now() - startedMs) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  await untilDriversRun(namespace, count + WARM_UP, world);
  return { perSecond: count / seconds, cpuMs: (cpu.user + cpu.system) / 1000 / count };
}

async function post({ sideObjects, driverPod }: ReturnType<typeof planOf>, api: ApiServer): Promise<void> {
  await Promise.all([
    ...sideObjects.map(({ resource, object }) => api.create(resource, object)),
    api.create(PODS, driverPod),
  ]);
}

/** From the first SparkApplication that was accepted to the last driver pod that was, by the operator's own count. */
export async function operatorRate(count: number, world: BenchWorld): Promise<Rate> {
  const { api } = world;
  const namespace = await newNamespace(api, 'operator');
  const operator = await startOperator(namespace, world);
  await createAll(applications(namespace, 'warm-up', WARM_UP), api);
  await untilStatusesSayRunning(namespace, WARM_UP, world);

  const cpuBefore = await operator.cpuSeconds();
  const firstMs = await createAll(applications(namespace, 'pi', count), api);
  const lastMs = await untilAccepted(count + WARM_UP, world);
  const cpuSeconds = (await operator.cpuSeconds()) - cpuBefore;
  await untilStatusesSayRunning(namespace, count + WARM_UP, world);
  await operator.stop();
  return { perSecond: (count / (lastMs - firstMs)) * 1000, cpuMs: (cpuSeconds / count) * 1000 };
}

/**
 * The moment at which the operator has counted the last driver pod as accepted: that costs it less than a watch of ours
 * on all pods would. That they are there, the statuses say later.
 */
async function untilAccepted(count: number, { signal }: BenchWorld): Promise<number> {
  const all = async (): Promise<number | undefined> =>
    (await acceptedDrivers()) >= count ? performance.now() : undefined;
  return waitFor('the last driver pod to be accepted', all, { timeoutMs: LIMIT_MS, everyMs: 100, signal });
}

const LIMIT_MS = 300_000;

/** Lets the scheduler and the node come to rest, so that what they do for one round is not counted to the next. */
function untilDriversRun(namespace: string, count: number, world: BenchWorld): Promise<void> {
  return untilSettled({ resource: PODS, namespace, isSettled: isRunning }, count, world);
}

/** Lets the operator come to rest, too. */
function untilStatusesSayRunning(namespace: string, count: number, world: BenchWorld): Promise<void> {
  return untilSettled({ resource: APPLICATIONS, namespace, isSettled: saysRunning }, count, world);
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
