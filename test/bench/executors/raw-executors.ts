/** The pods that an operator would make for the executors of the large application, POSTed by this process. */
import { newNamespace } from '../../apiserver/real-api-server.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { parseExecutorTemplate } from '../../../src/pod/executor-template.ts';
import type { BenchWorld } from '../bench.ts';
import { sideBySide } from '../side-by-side.ts';
import { untilSettled } from '../sightings.ts';
import { planOf } from '../submit/applications.ts';
import { isRunning } from '../submit/rates.ts';
import { largeApplication } from './large-application.ts';

/** Requests in flight: as many as the operator has for one application. */
const WIDTH = 50;
const WARM_UP = 200;

const DRIVER = { name: 'pi-driver', uid: 'cf1b7bd5-5e4c-4f3e-9d3f-3f6f4d1c2b1a', ip: '10.0.0.1' };

/** Pods per second. */
export async function rawExecutorRate(count: number, world: BenchWorld): Promise<number> {
  const { api } = world;
  const namespace = await newNamespace(api, 'raw');
  const all = executorPods(namespace, count + WARM_UP);
  const post = async (pod: PodManifest): Promise<void> => void (await api.create(PODS, pod));
  await sideBySide(all.slice(0, WARM_UP), WIDTH, post);
  const startedMs = performance.now();
  await sideBySide(all.slice(WARM_UP), WIDTH, post);
  const seconds = (performance.now() - startedMs) / 1_000;
  await untilSettled({ resource: PODS, namespace, isSettled: isRunning }, all.length, world);
  await removeAll(all, world);
  return count / seconds;
}

function executorPods(namespace: string, count: number): readonly PodManifest[] {
  const template = parseExecutorTemplate(planOf(largeApplication(namespace)).configMapData, DRIVER);
  return Array.from({ length: count }, (_, index) => {
    const { pod } = buildExecutor(template, {
      id: index + 1,
      profile: { id: 0 },
      reportedConf: {},
    });
    // Nothing may collect pods as orphans of a driver that is not there.
    const { ownerReferences: _owner, ...metadata } = pod.metadata;
    return { ...pod, metadata };
  });
}

/** So that they are no weight on what is measured next. */
async function removeAll(pods: readonly PodManifest[], { api }: BenchWorld): Promise<void> {
  await sideBySide(pods, WIDTH, async ({ metadata: { namespace = '', name } }) => {
    await api.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0 });
  });
}
