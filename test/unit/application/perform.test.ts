import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { SparkApplication } from '../../../src/api/spark-application.ts';
import { decide } from '../../../src/application/decide.ts';
import { DriverPluginStore } from '../../../src/application/driver-plugin-store.ts';
import { ExecutorsStore } from '../../../src/application/executors-store.ts';
import type { DriverPod } from '../../../src/application/driver-pod.ts';
import type { Observed } from '../../../src/application/observed.ts';
import type { Hands } from '../../../src/application/perform-hands.ts';
import { perform } from '../../../src/application/perform.ts';
import type { FollowedExecutors } from '../../../src/executors/executors-of.ts';
import { OwnWrites } from '../../../src/kube/own-writes.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';
import type { KubernetesObject, Stored } from '../../../src/manifest/object-meta.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { SERVICES } from '../../../src/manifest/service.ts';
import { attemptIds } from '../../../src/spark/application-names.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../../src/volumes/persistent-volume-claim.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';
import { InMemoryApiServer, refusal } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { SILENT_LOG } from '../../fakes/silent-log.ts';

const CLAIM = 'spark.kubernetes.driver.volumes.persistentVolumeClaim.data';
const WITH_CLAIM = {
  [`${CLAIM}.mount.path`]: '/data',
  [`${CLAIM}.options.claimName`]: 'results',
  [`${CLAIM}.options.storageClass`]: 'fast',
  [`${CLAIM}.options.sizeLimit`]: '1Gi',
};

const SETTINGS = { pluginConfigMapName: 'plugin', sparkUser: 'spark' };

const application = withConf(applicationIn('', {}));
const observed: Observed = {
  application,
  driver: { kind: 'not-looked-for' },
  executorSet: undefined,
  executorPods: 0,
};

let server: InMemoryApiServer;
let forgotten: string[];
let counted: string[];
let followed: FollowedExecutors[];
let cachedDriver: DriverPod | undefined;
let hands: Hands;

beforeEach(() => {
  const clock = new ManualClock(1_000);
  server = new InMemoryApiServer(clock);
  forgotten = [];
  counted = [];
  followed = [];
  cachedDriver = undefined;
  hands = {
    api: server,
    clock,
    log: SILENT_LOG,
    metrics: {
      add: (name, labels) => void counted.push(`${name} ${labels?.['outcome']}`),
      set: () => {},
      observe: () => {},
    },
    ownWrites: new OwnWrites(),
    statusWrites: new Map(),
    plugin: new DriverPluginStore(Buffer.from('jar'), server, () => false),
    executors: { ensure: () => {}, follow: (of) => void followed.push(of) },
    drivers: { get: ({ name }) => (name === 'pi-driver' ? cachedDriver : undefined) },
    executorsStore: new ExecutorsStore(server, { sparkUser: 'spark' }),
    submissions: SETTINGS,
    emit: () => {},
    forget: ({ namespace, name }) => void forgotten.push(`${namespace}/${name}`),
  };
});

describe('side objects are removed', () => {
  test('the executor set last, and the application is forgotten', async () => {
    await submit();
    server.writes.length = 0;
    await remove();
    expect(server.writes.every((write) => write.startsWith('delete '))).toBe(true);
    expect(server.writes.at(-1)).toBe('delete sparkexecutorsets jobs/pi-1');
    expect(server.all(SERVICES)).toEqual([]);
    expect(server.all(PERSISTENT_VOLUME_CLAIMS)).toEqual([]);
    expect(server.all(EXECUTOR_SETS)).toEqual([]);
    expect(server.all(CONFIG_MAPS)).toHaveLength(1);
    expect(server.all(PODS)).toHaveLength(1);
    expect(forgotten).toEqual(['jobs/pi']);
  });

  test("the claims of executors among them, which belong to the driver's pod", async () => {
    const { submissionId } = attemptIds(application.metadata.uid, 1);
    const labels = { 'sparkoperator.k8s.io/submission-id': submissionId };
    const claimOf = (name: string, driver: string) => ({
      metadata: {
        namespace: 'jobs',
        name,
        labels,
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: driver, uid: driver }],
      },
    });
    for (const claim of [claimOf('pi-exec-1-pvc-0', 'pi-driver'), claimOf('other', 'other-driver')]) {
      await server.create<KubernetesObject>(PERSISTENT_VOLUME_CLAIMS, claim);
    }
    const running = { ...observed, application: applicationIn('RUNNING', DRIVER_INFO) };
    await perform([REMOVAL], running, hands);
    expect(server.all(PERSISTENT_VOLUME_CLAIMS).map(({ metadata }) => metadata.name)).toEqual(['other']);
  });

  test('but never what somebody else owns, though its name was asked for', async () => {
    const theirs = { metadata: { namespace: 'jobs', name: 'results' }, spec: {} };
    await server.create(PERSISTENT_VOLUME_CLAIMS, theirs as never);
    await submit().catch(() => undefined);
    await remove();
    expect(server.all(PERSISTENT_VOLUME_CLAIMS).map(({ metadata }) => metadata.name)).toEqual(['results']);
    expect(server.all(EXECUTOR_SETS)).toEqual([]);
  });
});

/** `docs/life.md`, "After the end": what there is, and a look at when it goes. */
const AFTER_THE_END: Readonly<Record<string, () => unknown>> = {
  executors: () => decidedIn('COMPLETED', { executorSet: setWith('1-2') }),
  'executors, with `deleteOnTermination: false`': async () => {
    const driver = driverPodIn({ kind: 'running' });
    const { build } = await new ExecutorsStore(server, { sparkUser: 'spark' }).executorsOf(
      application,
      driver,
    );
    const { pod } = build({ id: 1, profile: { id: 0, replicas: 1 }, oneTask: false, reportedConf: {} });
    return pod.metadata.ownerReferences?.map(({ kind, uid }) => `${kind} ${uid}`);
  },
  'service, ConfigMap, network policy, claims, executor set': () =>
    decidedIn('COMPLETED', { executorSet: setWith('') }),
  'driver pod and its log': async () => {
    await submit();
    await remove();
    const again = { driver: { kind: 'present', pod: driverPodIn({ kind: 'succeeded' }) } } as const;
    return [server.all(PODS).length, ...decidedIn('COMPLETED', {}), ...decidedIn('PENDING_RERUN', again)];
  },
  'the application': () => [...decidedIn('COMPLETED', {}, 60), ...decidedIn('COMPLETED', {})],
  'what the operator has not made: claims of yours and the like': async () => {
    await server.create(PERSISTENT_VOLUME_CLAIMS, { metadata: { namespace: 'jobs', name: 'data' } } as never);
    await submit();
    await remove();
    return server.all(PERSISTENT_VOLUME_CLAIMS).map(({ metadata }) => metadata.name);
  },
};

describe('what is there after the end', () => {
  const [, section = ''] = readFileSync(join(import.meta.dirname, '../../../docs/life.md'), 'utf8').split(
    '## After the end',
  );
  const rows = [...section.matchAll(/^\| (.+?) +\| (.+?) +\|$/gmu)].map(([, what = '', goes = '']) => [
    what,
    goes,
  ]);

  test('is what the documentation has a row for', () => {
    expect(rows.slice(2).map(([what]) => what)).toEqual(Object.keys(AFTER_THE_END));
  });

  test.each<readonly [string, string, unknown]>([
    ['executors', 'when the driver has ended', ['end-executors']],
    [
      'executors, with `deleteOnTermination: false`',
      'with the driver pod; labelled until then',
      ['Pod uid-of-driver'],
    ],
    [
      'service, ConfigMap, network policy, claims, executor set',
      'once the executors are gone',
      ['remove-side-objects'],
    ],
    ['driver pod and its log', 'with the application, or when it begins again', [1, 'delete-driver']],
    ['the application', 'by `spec.timeToLiveSeconds`, or never', ['delete-application']],
    ['what the operator has not made: claims of yours and the like', 'never', ['data']],
  ])('%s go %s', async (what, goes, seen) => {
    expect(rows).toContainEqual([what, goes]);
    expect(await AFTER_THE_END[what]?.()).toEqual(seen);
  });
});

/** What is done about an application that ended long ago, but for its status. */
function decidedIn(
  state: ApplicationState,
  more: Partial<Observed>,
  timeToLiveSeconds?: number,
): readonly string[] {
  const ended = applicationIn(state, { terminationTime: '2026-11-23T10:00:00Z' });
  const spec = timeToLiveSeconds === undefined ? ended.spec : { ...ended.spec, timeToLiveSeconds };
  const given = { ...observed, application: { ...ended, spec }, ...more };
  const settings = { ...SETTINGS, defaultTimeToLiveSeconds: undefined };
  const { actions } = decide(given, settings, Date.parse('2026-11-24T10:00:00Z'));
  return actions.map(({ kind }) => kind).filter((kind) => kind !== 'set-status');
}

const setWith = (unfinished: string): SparkExecutorSet => ({
  metadata: { name: 'pi-1' },
  spec: { applicationName: 'pi', attempt: 1, driverPodName: 'pi-driver' },
  status: { unfinished },
});

describe('a submission is counted', () => {
  test('as one that is tried again where waiting may help', async () => {
    server.refuse = (request) =>
      request.startsWith('create pods') ? refusal('TooManyRequests', 'later') : undefined;
    await expect(submit()).rejects.toThrow('later');
    expect(counted).toEqual(['spark_operator_submissions_total retried']);
  });

  test('as refused where it does not', async () => {
    server.refuse = (request) =>
      request.startsWith('create pods') ? refusal('Forbidden', 'the quota is used up') : undefined;
    await submit().catch(() => undefined);
    expect(counted[0]).toBe('spark_operator_submissions_total refused');
  });
});

describe('executors that the driver makes are followed', () => {
  test.each<{ readonly name: string; readonly driver: DriverPod | undefined; readonly runs: boolean }>([
    { name: 'a driver that runs', driver: driverPodIn({ kind: 'running' }), runs: true },
    {
      name: 'one that is being deleted does not',
      driver: driverPodIn({ kind: 'running' }, { deleting: true }),
      runs: false,
    },
    { name: 'nor one that has ended', driver: driverPodIn({ kind: 'succeeded' }), runs: false },
    { name: 'nor one that is gone', driver: undefined, runs: false },
  ])('with an eye on whether the driver runs: $name', async ({ driver, runs }) => {
    const running = applicationIn('RUNNING', DRIVER_INFO);
    const action = { kind: 'follow-executors', because: 'the driver makes them itself' } as const;
    await perform([action], { ...observed, application: running }, hands);
    const { uid, name } = running.metadata;
    expect(followed).toMatchObject([{ key: { namespace: 'jobs', name }, uid }]);
    cachedDriver = driver;
    expect(followed[0]?.driverRuns()).toBe(runs);
  });
});

/** Creates everything; the status then finds no application on this server, which is nothing to the test. */
async function submit(): Promise<void> {
  const plan = planSubmission({ application, attempt: 1, submittedAtMs: 1_000, settings: SETTINGS });
  const action = { kind: 'submit', attempt: 1, plan, because: 'it is new' } as const;
  await perform([action], observed, hands).catch((error: unknown) => {
    if (!(error instanceof Error) || !error.message.includes('sparkapplications')) throw error;
  });
}

const DRIVER_INFO = { driverInfo: { podName: 'pi-driver' } };

const REMOVAL = { kind: 'remove-side-objects', attempt: 1, because: 'it is over' } as const;

function remove(): Promise<void> {
  return perform([REMOVAL], observed, hands);
}

function withConf(plain: Stored<SparkApplication>): Stored<SparkApplication> {
  return { ...plain, spec: { ...plain.spec, sparkConf: WITH_CLAIM } };
}
