import { beforeEach, describe, expect, test } from '@jest/globals';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import type { SparkApplication } from '../../../src/api/spark-application.ts';
import { DriverPluginStore } from '../../../src/application/driver-plugin-store.ts';
import { ExecutorsStore } from '../../../src/application/executors-store.ts';
import type { Observed } from '../../../src/application/observed.ts';
import type { Hands } from '../../../src/application/perform-hands.ts';
import { perform } from '../../../src/application/perform.ts';
import { OwnWrites } from '../../../src/kube/own-writes.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';
import type { KubernetesObject, Stored } from '../../../src/manifest/object-meta.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { SERVICES } from '../../../src/manifest/service.ts';
import { attemptIds } from '../../../src/spark/application-names.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../../src/volumes/persistent-volume-claim.ts';
import { applicationIn } from '../../fakes/applications.ts';
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
let hands: Hands;

beforeEach(() => {
  const clock = new ManualClock(1_000);
  server = new InMemoryApiServer(clock);
  forgotten = [];
  counted = [];
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
    executors: { ensure: () => {}, follow: () => {} },
    executorsStore: new ExecutorsStore(server, 'spark'),
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
