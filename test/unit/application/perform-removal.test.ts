import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SparkApplication } from '../../../src/api/spark-application.ts';
import { ExecutorsStore } from '../../../src/application/executors-store.ts';
import { removeLeftovers } from '../../../src/application/perform-removal.ts';
import type { Hands } from '../../../src/application/perform-hands.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';
import type { KubernetesObject, Resource, Stored } from '../../../src/manifest/object-meta.ts';
import { STATEFUL_SETS } from '../../../src/manifest/pod-sets.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { SERVICES } from '../../../src/manifest/service.ts';
import { attemptIds } from '../../../src/spark/application-names.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../../src/volumes/persistent-volume-claim.ts';
import { applicationIn } from '../../fakes/applications.ts';
import { InMemoryApiServer, refusal } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { SILENT_LOG } from '../../fakes/silent-log.ts';

const { appId } = attemptIds('uid-of-pi', 1);
const SPARKS = { 'spark-app-selector': appId };
const IN_SETS = { 'spark.kubernetes.allocation.pods.allocator': 'statefulset' };
const EXECUTORS = { ...SPARKS, 'spark-role': 'executor' };

let server: InMemoryApiServer;
let hands: Hands;

beforeEach(() => {
  const clock = new ManualClock(1_000);
  server = new InMemoryApiServer(clock);
  const store = new ExecutorsStore(server, { sparkUser: 'spark' });
  hands = {
    api: server,
    log: SILENT_LOG,
    executorsStore: store,
    forget: () => {},
  } as Partial<Hands> as Hands;
});

/** What a driver that was killed leaves: its pod, what was made for it, and what it made. */
async function killed(
  deleteOnTermination: boolean,
  sparkConf: Readonly<Record<string, string>> = {},
): Promise<Stored<SparkApplication>> {
  const plain = applicationIn('FAILING', {
    executorManagement: 'Driver',
    driverInfo: { podName: 'pi-driver' },
  });
  const executor = { deleteOnTermination };
  const spec = { ...plain.spec, executorManagement: 'Driver' as const, executor, sparkConf };
  const application = { ...plain, spec };
  const settings = { pluginConfigMapName: 'plugin', sparkUser: 'spark' };
  const plan = planSubmission({ application, attempt: 1, submittedAtMs: 0, settings });
  for (const { resource, object } of plan.sideObjects) await server.create(resource, object);
  await server.create(PODS, plan.driverPod);
  for (const id of [1, 2]) await create(PODS, `pi-exec-${id}`, { ...EXECUTORS, 'spark-exec-id': String(id) });
  await create(CONFIG_MAPS, 'spark-exec-conf-map', EXECUTORS);
  await create(PERSISTENT_VOLUME_CLAIMS, 'pi-exec-1-pvc-0', SPARKS);
  await create(PERSISTENT_VOLUME_CLAIMS, 'somebody-elses', SPARKS, 'other-driver');
  await create(STATEFUL_SETS, `spark-s-${appId}-0`, {});
  await create(STATEFUL_SETS, 'spark-s-other-0', {}, 'other-driver');
  await create(PODS, 'other-exec-1', { 'spark-app-selector': 'spark-other', 'spark-role': 'executor' });
  return application;
}

async function create(
  resource: Resource<KubernetesObject>,
  name: string,
  labels: Readonly<Record<string, string>>,
  driver = 'pi-driver',
): Promise<void> {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: driver, uid: driver, controller: true }];
  await server.create(resource, { metadata: { namespace: 'jobs', name, labels, ownerReferences } });
}

const namesOf = (resource: Resource<KubernetesObject>): readonly string[] =>
  server
    .all(resource)
    .map(({ metadata }) => metadata.name)
    .toSorted();

describe('what a killed driver leaves', () => {
  test('goes: executors, claims, ConfigMaps, service; its pod stays, and all that is not its own', async () => {
    await removeLeftovers(1, await killed(true), hands);
    expect(namesOf(PODS)).toEqual(['other-exec-1', 'pi-driver']);
    expect(namesOf(PERSISTENT_VOLUME_CLAIMS)).toEqual(['somebody-elses']);
    expect(namesOf(CONFIG_MAPS)).toEqual([]);
    expect(namesOf(SERVICES)).toEqual([]);
  });

  test('goes but for executors that are to be kept, and these are put aside', async () => {
    await removeLeftovers(1, await killed(false), hands);
    expect(namesOf(PODS)).toEqual(['other-exec-1', 'pi-driver', 'pi-exec-1', 'pi-exec-2']);
    const aside = server
      .all(PODS)
      .filter(({ metadata }) => metadata.labels?.['spark-exec-inactive'] === 'true');
    expect(aside.map(({ metadata }) => metadata.name)).toEqual(['pi-exec-1', 'pi-exec-2']);
    expect(namesOf(CONFIG_MAPS)).toEqual([]);
  });

  test('is put aside but for those that are gone meanwhile, or are others by now', async () => {
    const application = await killed(false);
    server.refuse = (request) => {
      if (request !== 'get pods jobs/pi-exec-1') return undefined;
      void server.delete(PODS, { namespace: 'jobs', name: 'pi-exec-1' });
      void server.delete(PODS, { namespace: 'jobs', name: 'pi-exec-2' });
      void create(PODS, 'pi-exec-2', EXECUTORS);
      return undefined;
    };
    await removeLeftovers(1, application, hands);
    expect(namesOf(PODS)).toEqual(['other-exec-1', 'pi-driver', 'pi-exec-2']);
    expect(
      server.all(PODS).flatMap(({ metadata }) => metadata.labels?.['spark-exec-inactive'] ?? []),
    ).toEqual([]);
    expect(namesOf(CONFIG_MAPS)).toEqual([]);
  });

  test('is kept or not as it was submitted, though the application was edited', async () => {
    const application = await killed(false);
    const edited = { ...application, spec: { ...application.spec, executor: { deleteOnTermination: true } } };
    await removeLeftovers(1, edited, hands);
    expect(namesOf(PODS)).toContain('pi-exec-1');
  });

  test('goes with the sets that would make executors again, where the allocator makes such', async () => {
    await removeLeftovers(1, await killed(true, IN_SETS), hands);
    expect(namesOf(STATEFUL_SETS)).toEqual(['spark-s-other-0']);
    expect(namesOf(PODS)).toEqual(['other-exec-1', 'pi-driver']);
  });

  test('goes but for the sets of the next driver, which is there already after a crash', async () => {
    const application = await killed(true, IN_SETS);
    const name = { namespace: 'jobs', name: 'pi-driver' };
    const next = { metadata: { labels: { 'sparkoperator.k8s.io/attempt': '2' } } };
    const { uid } = (await server.mergePatch(PODS, name, next)).metadata;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'pi-driver', uid, controller: true }];
    await server.create(STATEFUL_SETS, {
      metadata: { namespace: 'jobs', name: 'spark-s-next-0', ownerReferences },
    });
    await removeLeftovers(1, application, hands);
    expect(namesOf(STATEFUL_SETS)).toEqual(['spark-s-next-0', 'spark-s-other-0']);
  });

  test('goes but for such sets where the operator may not touch them', async () => {
    const application = await killed(true, IN_SETS);
    server.refuse = (request) =>
      request.includes('statefulsets') ? refusal('Forbidden', 'no rights') : undefined;
    await removeLeftovers(1, application, hands);
    expect(namesOf(PODS)).toEqual(['other-exec-1', 'pi-driver']);
    expect(namesOf(CONFIG_MAPS)).toEqual([]);
  });

  test('goes on going after a failure', async () => {
    const application = await killed(true);
    server.refuse = (request) =>
      request.startsWith('delete configmaps') ? refusal('TooManyRequests', 'later') : undefined;
    await expect(removeLeftovers(1, application, hands)).rejects.toThrow('later');
    server.refuse = () => undefined;
    await removeLeftovers(1, application, hands);
    expect(namesOf(PODS)).toEqual(['other-exec-1', 'pi-driver']);
    expect(namesOf(CONFIG_MAPS)).toEqual([]);
  });
});
