/** How long one application takes from accepted to driver pod accepted while nothing else happens. */
import { newNamespace } from '../../apiserver/real-api-server.ts';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import { EVENTS, type EventManifest } from '../../../src/kube/event.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import type { BenchWorld } from '../bench.ts';
import { startOperator } from '../operator-process.ts';
import { Sightings } from '../sightings.ts';
import { application, planOf } from './applications.ts';
import { isRunning } from './rates.ts';

export interface IdleLatencies {
  /** From the SparkApplication's acceptance to the driver pod's, in ms, one of each sample. */
  readonly application: readonly number[];
  /** One POST of the same pod until its answer, measured before each application. */
  readonly rawPod: readonly number[];
}

/** Samples that go before those that count. */
const WARM_UP = 10;

export async function idleLatencies(samples: number, world: BenchWorld): Promise<IdleLatencies> {
  const { api } = world;
  const namespace = await newNamespace(api, 'idle');
  const ending = new AbortController();
  const signal = AbortSignal.any([world.signal, ending.signal]);
  const operator = await startOperator(namespace, world);
  const watched = { namespace, signal };
  const sights: Sights = {
    pods: await Sightings.open(api, { ...watched, resource: PODS, isSettled: isRunning }),
    applications: await Sightings.open(api, { ...watched, resource: APPLICATIONS, isSettled: () => true }),
    lastEvents: await Sightings.open(api, { ...watched, resource: EVENTS, isSettled: isLast }),
  };
  const latencies: { application: number; rawPod: number }[] = [];
  for (let index = 0; index < samples + WARM_UP; index += 1) {
    const rawPod = await rawPodMs(namespace, index, api);
    await sights.pods.untilSettled(2 * index + 1);
    latencies.push({ rawPod, application: await applicationMs(namespace, index, sights, api) });
  }
  await operator.stop();
  ending.abort();
  const counted = latencies.slice(WARM_UP);
  return { application: counted.map((each) => each.application), rawPod: counted.map((each) => each.rawPod) };
}

interface Sights {
  readonly pods: Sightings<PodManifest>;
  readonly applications: Sightings<Parameters<typeof planOf>[0]>;
  readonly lastEvents: Sightings<EventManifest>;
}

/** The last thing the operator writes about an application whose driver has begun to run. */
const isLast = ({ reason }: EventManifest): boolean => reason === 'SparkDriverRunning';

async function rawPodMs(namespace: string, index: number, api: ApiServer): Promise<number> {
  const { driverPod } = planOf(application(namespace, `raw-${index}`));
  const startedMs = performance.now();
  await api.create(PODS, driverPod);
  return performance.now() - startedMs;
}

/** Both moments are those at which a watch shows it; the first also the answer to the POST, should that be earlier. */
async function applicationMs(
  namespace: string,
  index: number,
  { pods, applications, lastEvents }: Sights,
  api: ApiServer,
): Promise<number> {
  const name = `pi-${index}`;
  await api.create(APPLICATIONS, application(namespace, name));
  const answeredMs = performance.now();
  await Promise.all([applications.untilSeen(index + 1), pods.untilSeen(2 * index + 2)]);
  const acceptedMs = Math.min(answeredMs, applications.firstMs(name) ?? answeredMs);
  const driverMs = pods.firstMs(`${name}-driver`) ?? Number.NaN;
  await Promise.all([pods.untilSettled(2 * index + 2), lastEvents.untilSettled(index + 1)]);
  return driverMs - acceptedMs;
}
