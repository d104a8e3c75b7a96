/** What an attempt has made is removed after it, by requests for what it can have made alone. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SparkApplication, SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { SIDE_OBJECTS_ANNOTATION } from '../../../src/api/labels.ts';
import type { Action } from '../../../src/application/action.ts';
import type { Hands } from '../../../src/application/perform-hands.ts';
import { removeSideObjects } from '../../../src/application/perform-removal.ts';
import { submit } from '../../../src/application/perform-submission.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';
import { INGRESSES } from '../../../src/manifest/ingress.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { POD_DISRUPTION_BUDGETS } from '../../../src/manifest/pod-disruption-budget.ts';
import { VOLCANO_POD_GROUPS } from '../../../src/manifest/pod-group.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { NO_METRICS } from '../../../src/metrics/metrics.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import { NOTED_KINDS, USUAL_KINDS } from '../../../src/submission/side-object-kinds.ts';
import { applicationIn } from '../../fakes/applications.ts';
import { InMemoryApiServer, refusal } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { SILENT_LOG } from '../../fakes/silent-log.ts';

const SETTINGS = { pluginConfigMapName: 'plugin', sparkUser: 'spark' };
const WITH_INGRESS = {
  driverIngressOptions: [{ servicePort: 8080, ingressURLFormat: '{{$appName}}.example.org' }],
};
const WITH_BUDGET = { driverPodDisruptionBudget: true };
const CLAIM = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.data';

let server: InMemoryApiServer;
let requests: string[];
let hands: Hands;

beforeEach(() => {
  const clock = new ManualClock(1_000);
  server = new InMemoryApiServer(clock);
  requests = [];
  refuse(() => false);
  hands = {
    api: server,
    clock,
    log: SILENT_LOG,
    metrics: NO_METRICS,
    plugin: { ensure: () => Promise.resolve() },
    forget: () => {},
  } as unknown as Hands;
});

/** Has the API server answer these requests with an error, from now on. */
function refuse(matches: (request: string) => boolean): void {
  server.refuse = (request) => {
    requests.push(request);
    return matches(request) ? refusal('TooManyRequests', 'later') : undefined;
  };
}

function pi(spec: Partial<SparkApplicationSpec>): Stored<SparkApplication> {
  const plain = applicationIn('');
  return { ...plain, spec: { ...plain.spec, ...spec } };
}

async function submitted(spec: Partial<SparkApplicationSpec>): Promise<readonly Action[]> {
  const application = pi(spec);
  const plan = planSubmission({ application, attempt: 1, submittedAtMs: 1_000, settings: SETTINGS });
  const observed = {
    application,
    driver: { kind: 'not-looked-for' },
    executorSet: undefined,
    executorPods: 0,
  } as const;
  return submit({ plan, attempt: 1 }, observed, hands);
}

/** After an edit that leaves nothing of what was asked for. */
const removed = (): Promise<void> => removeSideObjects(1, pi({}), hands);

const leftOver = (): readonly string[] =>
  [...USUAL_KINDS, ...NOTED_KINDS].flatMap((kind) =>
    server.all(kind).map(({ metadata }) => `${kind.kind} ${metadata.name}`),
  );

const lists = (): readonly string[] => requests.filter((request) => request.startsWith('list '));

describe('what an attempt has made', () => {
  test('is looked for by its usual kinds where it is nothing else', async () => {
    await submitted({});
    await removed();
    expect(lists().toSorted()).toEqual([
      'list configmaps jobs',
      'list networkpolicies jobs',
      'list services jobs',
      'list sparkexecutorsets jobs',
    ]);
    expect(leftOver()).toEqual([]);
  });

  test.each<{ readonly name: string; readonly spec: Partial<SparkApplicationSpec>; readonly list: string }>([
    { name: 'an Ingress', spec: WITH_INGRESS, list: 'list ingresses jobs' },
    { name: 'a budget', spec: WITH_BUDGET, list: 'list poddisruptionbudgets jobs' },
    {
      name: 'claims of executors',
      spec: { sparkConf: { [`${CLAIM}.mount.path`]: '/data', [`${CLAIM}.options.claimName`]: 'OnDemand' } },
      list: 'list persistentvolumeclaims jobs',
    },
  ])('goes with $name, though the application was edited since', async ({ spec, list }) => {
    await submitted(spec);
    await removed();
    expect(lists()).toHaveLength(5);
    expect(lists()).toContain(list);
    expect(leftOver()).toEqual([]);
  });

  test('goes where an edit came between two tries, the first of which made less than it was to', async () => {
    refuse((request) => request.startsWith('create poddisruptionbudgets'));
    await expect(submitted({ ...WITH_INGRESS, ...WITH_BUDGET })).rejects.toThrow('later');
    refuse(() => false);
    await submitted({});
    await removed();
    expect(leftOver()).toEqual([]);
  });

  test('goes where an edit came between two tries, the second of which made more', async () => {
    refuse((request) => request.startsWith('create pods'));
    await expect(submitted(WITH_BUDGET)).rejects.toThrow('later');
    refuse(() => false);
    await submitted(WITH_INGRESS);
    expect(server.all(INGRESSES)).toHaveLength(1);
    expect(server.all(POD_DISRUPTION_BUDGETS)).toHaveLength(1);
    expect(server.all(PODS)).toHaveLength(1);
    await removed();
    expect(leftOver()).toEqual([]);
  });

  test('goes where a try broke off before the note was there', async () => {
    refuse((request) => request.startsWith('create configmaps'));
    await expect(submitted({ ...WITH_INGRESS, ...WITH_BUDGET })).rejects.toThrow('later');
    refuse(() => false);
    expect(server.all(INGRESSES)).toEqual([]);
    await submitted({});
    await removed();
    expect(leftOver()).toEqual([]);
  });

  test('goes where the removal broke off', async () => {
    await submitted({ ...WITH_INGRESS, ...WITH_BUDGET });
    refuse((request) => request.startsWith('delete ingresses'));
    await expect(removed()).rejects.toThrow('later');
    refuse(() => false);
    await removed();
    expect(leftOver()).toEqual([]);
  });

  test.each(['whole', 'its note'])('goes where somebody has deleted the ConfigMap: %s', async (what) => {
    await submitted({ ...WITH_INGRESS, ...WITH_BUDGET });
    for (const { metadata } of server.all(CONFIG_MAPS)) {
      const annotations = { [SIDE_OBJECTS_ANNOTATION]: null };
      if (what === 'whole') await server.delete(CONFIG_MAPS, metadata);
      else await server.mergePatch(CONFIG_MAPS, metadata, { metadata: { annotations } });
    }
    await removed();
    expect(leftOver()).toEqual([]);
  });
});

const errorIn = (actions: readonly Action[]): string | undefined =>
  actions.flatMap((action) =>
    action.kind === 'set-status' ? [action.status.applicationState.errorMessage] : [],
  )[0];

test('a missing service account is told with what makes it', async () => {
  const because =
    'pods "pi-driver" is forbidden: error looking up service account jobs/spark: serviceaccount "spark" not found';
  server.refuse = (request) =>
    request.startsWith('create pods') ? refusal('Forbidden', because) : undefined;
  expect(errorIn(await submitted({}))).toBe(
    `submission failed: ${because}. There is no service account "spark": kubectl apply -n jobs -f ` +
      'deploy/job-account.yaml makes "spark"; or name another one in spec.driver.serviceAccount.',
  );
});

describe('a group of pods', () => {
  const GROUPED = { batchScheduler: 'volcano' };

  test('goes with the attempt', async () => {
    await submitted(GROUPED);
    expect(server.all(VOLCANO_POD_GROUPS)).toHaveLength(1);
    await removed();
    expect(leftOver()).toEqual([]);
  });

  test.each([
    {
      reason: 'NotFound',
      error: 'the server could not find the requested resource',
      why: 'the cluster does not know this kind',
    },
    { reason: 'Forbidden', error: 'no rights', why: 'no rights' },
  ] as const)('ends the submission where it cannot be made: $reason', async ({ reason, error, why }) => {
    server.refuse = (request) => (request.includes(' podgroups') ? refusal(reason, error) : undefined);
    expect(errorIn(await submitted(GROUPED))).toBe(
      `submission failed: PodGroup podgroups.scheduling.volcano.sh/pi-pg cannot be created: ${why}. Install the batch scheduler ` +
        'with its CRDs, and give the operator its rights (controller.batchScheduler.enable of the chart); or ' +
        'remove spec.batchScheduler.',
    );
    expect(server.all(PODS)).toEqual([]);
    await removed();
    expect(leftOver()).toEqual([]);
  });
});
