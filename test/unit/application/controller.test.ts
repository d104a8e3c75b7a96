/** Errors that a person has to know of, in the way of an application. */
import { beforeEach, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplication } from '../../../src/api/spark-application.ts';
import type { ApplicationEvent } from '../../../src/application/action.ts';
import { reconcile, type World } from '../../../src/application/controller.ts';
import { OwnWrites } from '../../../src/kube/own-writes.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { OperatorError } from '../../../src/operator-error.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';
import { executorSet } from '../../fakes/executor-pods.ts';
import { InMemoryApiServer, refusal } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { SILENT_LOG } from '../../fakes/silent-log.ts';

const PI = { namespace: 'jobs', name: 'pi' };
const SPOILT = new OperatorError('EXECUTOR_TEMPLATE_UNREADABLE', {
  driver: 'pi-driver',
  problem: 'is empty',
});

let server: InMemoryApiServer;
let told: ApplicationEvent[];
/** What is in the way of the executors. */
let inTheWay: Error | undefined;
let world: World;

beforeEach(async () => {
  const clock = new ManualClock(1_000);
  server = new InMemoryApiServer(clock);
  told = [];
  inTheWay = SPOILT;
  const running = applicationIn('RUNNING', { driverInfo: { podName: 'pi-driver' } });
  const { uid } = (await server.create(APPLICATIONS, running)).metadata;
  const controller = { apiVersion: '', kind: 'SparkApplication', name: 'pi', uid };
  const set = { ...executorSet(), metadata: { ...executorSet().metadata, ownerReferences: [controller] } };
  world = {
    api: server,
    clock,
    log: SILENT_LOG,
    random: () => 1,
    applications: { get: () => stored() },
    drivers: { get: () => driverPodIn({ kind: 'running' }, { applicationUid: uid }) },
    executorSets: { get: () => set },
    executors: {
      podsOf: () => 0,
      undeletedPodsOf: () => 0,
      statesOf: () => new Map(),
      countsOf: () => undefined,
      refusalOf: () => undefined,
      ensure: () => {},
      follow: () => {},
    },
    executorsStore: {
      executorsOf: () => (inTheWay === undefined ? Promise.resolve({}) : Promise.reject(inTheWay)),
    },
    metrics: { add: () => {}, set: () => {}, observe: () => {} },
    ownWrites: new OwnWrites(),
    statusWrites: new Map(),
    heldUp: new Map(),
    submissions: { pluginConfigMapName: 'plugin', sparkUser: 'spark' },
    life: { defaultTimeToLiveSeconds: undefined },
    emit: (_: unknown, event: ApplicationEvent) => void told.push(event),
    forget: () => {},
  } as unknown as World;
});

function stored(): Stored<SparkApplication> {
  const [application] = server.all(APPLICATIONS);
  if (application === undefined) throw new Error('no application');
  return application;
}

const message = (): string =>
  stored().status?.conditions?.find(({ type }) => type === 'ExecutorsReady')?.message ?? '';

const isHeldUp = ({ reason }: ApplicationEvent): boolean => reason === 'SparkApplicationHeldUp';

test('what is in the way is told once, stands in the status, and is tried again ever more rarely', async () => {
  const rests: unknown[] = [];
  for (let look = 1; look <= 9; look += 1) {
    const next = await reconcile(PI, world);
    rests.push(next.kind === 'after' ? next.delayMs / 1_000 : next.kind);
    (world.clock as ManualClock).advance(20_000);
  }
  expect(rests).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300]);
  expect(message()).toContain(SPOILT.message);
  expect(told.filter(isHeldUp)).toEqual([
    { type: 'Warning', reason: 'SparkApplicationHeldUp', message: SPOILT.message },
  ]);
});

test('and the status tells of it no more once it is over', async () => {
  await reconcile(PI, world);
  await reconcile(PI, world);
  inTheWay = undefined;
  expect(await reconcile(PI, world)).toEqual({ kind: 'after', delayMs: 1_000 });
  (world.clock as ManualClock).advance(20_000);
  await reconcile(PI, world);
  expect(message()).not.toContain('ConfigMap');
});

const QUOTA = refusal('Forbidden', 'exceeded quota: sets, requested: count/sparkexecutorsets=1');

test.each([
  { reason: 'Forbidden', refused: QUOTA },
  { reason: 'Invalid', refused: refusal('Invalid', 'spec: not so') },
])('what the API server refuses as $reason is told like it', async ({ refused }) => {
  inTheWay = refused;
  expect(await reconcile(PI, world)).toEqual({ kind: 'after', delayMs: 2_000 });
  expect(told.filter(isHeldUp)).toEqual([
    { type: 'Warning', reason: 'SparkApplicationHeldUp', message: refused.message },
  ]);
  (world.clock as ManualClock).advance(20_000);
  await reconcile(PI, world);
  expect(message()).toContain(refused.message);
});

test('an executor set that a quota refuses to make again is told of, too', async () => {
  inTheWay = undefined;
  world = { ...world, executorSets: { get: () => undefined } };
  server.refuse = (request) => (request.startsWith('create sparkexecutorsets') ? QUOTA : undefined);
  await reconcile(PI, world);
  expect(told.filter(isHeldUp).map((event) => event.message)).toEqual([QUOTA.message]);
});

test('what goes away by itself is left to the queue', async () => {
  inTheWay = refusal('TooManyRequests', 'later');
  await expect(reconcile(PI, world)).rejects.toThrow('later');
  expect(told.filter(isHeldUp)).toEqual([]);
});
