/** What Argo CD takes the health of an application for: by the script it brings along, and by ours. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { ExecutorState } from '../../../src/api/executor-state.ts';
import type { SparkApplication, SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { nextStatus } from '../../../src/application/status.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { FAILED, Life, S } from '../../fakes/application-life.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';
import { builtInHealth, healthBy, type Health } from './argo-cd.ts';

const CONFIG_MAP = load(
  readFileSync(new URL('../../../examples/argocd/argocd-cm.yaml', import.meta.url), 'utf8'),
) as { readonly data: Readonly<Record<string, string>> };
const OUR_SCRIPT =
  CONFIG_MAP.data['resource.customizations.health.sparkoperator.k8s.io_SparkApplication'] ?? '';

type Code = NonNullable<Health['status']>;

const NOT_LOOKED_AT = applicationIn('');

describe('the health of an application', () => {
  test.each<{ readonly state: ApplicationState; readonly builtIn: Code; readonly ours: Code }>([
    { state: '', builtIn: 'Progressing', ours: 'Progressing' },
    { state: 'SUBMITTED', builtIn: 'Progressing', ours: 'Progressing' },
    { state: 'RUNNING', builtIn: 'Progressing', ours: 'Progressing' },
    { state: 'UNKNOWN', builtIn: 'Progressing', ours: 'Progressing' },
    { state: 'SUCCEEDING', builtIn: 'Progressing', ours: 'Progressing' },
    { state: 'COMPLETED', builtIn: 'Healthy', ours: 'Healthy' },
    { state: 'FAILING', builtIn: 'Degraded', ours: 'Progressing' },
    { state: 'FAILED', builtIn: 'Degraded', ours: 'Degraded' },
    { state: 'SUBMISSION_FAILED', builtIn: 'Degraded', ours: 'Progressing' },
    { state: 'PENDING_RERUN', builtIn: 'Progressing', ours: 'Progressing' },
    { state: 'INVALIDATING', builtIn: 'Missing', ours: 'Progressing' },
    { state: 'SUSPENDING', builtIn: 'Progressing', ours: 'Suspended' },
    { state: 'SUSPENDED', builtIn: 'Progressing', ours: 'Suspended' },
    { state: 'RESUMING', builtIn: 'Progressing', ours: 'Progressing' },
  ])(
    'in state "$state" is $builtIn by the script of Argo CD, $ours by ours',
    async ({ state, ...health }) => {
      const seen = [NOT_LOOKED_AT, ...everyState()].filter((one) => stateOf(one) === state);
      expect(seen).not.toEqual([]);
      expect(codes(await builtInHealth(seen))).toEqual([health.builtIn]);
      expect(codes(await healthBy(OUR_SCRIPT, seen))).toEqual([health.ours]);
    },
  );

  // RUNNING above is the moment when no executor is there yet.
  test.each<{
    readonly name: string;
    readonly spec?: Partial<SparkApplicationSpec>;
    readonly desired: number;
    readonly running: number;
    readonly builtIn: Code;
    readonly ours: Code;
  }>([
    { name: 'all executors', desired: 2, running: 2, builtIn: 'Healthy', ours: 'Healthy' },
    { name: 'one of two executors', desired: 2, running: 1, builtIn: 'Progressing', ours: 'Healthy' },
    { name: 'no executor yet', desired: 2, running: 0, builtIn: 'Progressing', ours: 'Progressing' },
    {
      name: 'executors that come and go with the work',
      spec: { dynamicAllocation: { enabled: true, minExecutors: 1, maxExecutors: 4 }, executor: {} },
      desired: 3,
      running: 3,
      builtIn: 'Healthy',
      ours: 'Healthy',
    },
    {
      name: 'no executor, as none is needed',
      spec: { dynamicAllocation: { enabled: true, minExecutors: 0 }, executor: {} },
      desired: 0,
      running: 0,
      builtIn: 'Progressing',
      ours: 'Healthy',
    },
  ])('with $name is $builtIn by the script of Argo CD, $ours by ours', async (given) => {
    const application = runningWith(given.desired, given.running, given.spec);
    expect(codes(await builtInHealth([application]))).toEqual([given.builtIn]);
    expect(codes(await healthBy(OUR_SCRIPT, [application]))).toEqual([given.ours]);
  });

  test('says what keeps executors from coming', async () => {
    const [health] = await healthBy(OUR_SCRIPT, [runningWith(2, 0)]);
    expect(health?.message).toBe('0 of 2 executors run. exceeded quota: pods=3');
  });

  test('says when a failed application runs again, and why it failed', async () => {
    const waiting = everyState().filter((one) => stateOf(one) === 'FAILING' && one.status?.nextAttemptTime);
    const [health] = await healthBy(OUR_SCRIPT, waiting);
    expect(health?.message).toMatch(/^Runs again at 2026-\S+Z: .+/u);
  });

  test('is not that of the spec before, once somebody has changed it', async () => {
    const completed = everyState().find((one) => stateOf(one) === 'COMPLETED') ?? NOT_LOOKED_AT;
    const edited = { ...completed, metadata: { ...completed.metadata, generation: 99 } };
    expect(codes(await healthBy(OUR_SCRIPT, [edited]))).toEqual(['Progressing']);
  });

  test('lets the next wave wait for the end, where an annotation asks for it', async () => {
    const running = runningWith(2, 2);
    const annotations = { 'sparkoperator.k8s.io/healthy-when': 'Completed' };
    const asked = { ...running, metadata: { ...running.metadata, annotations } };
    expect(codes(await healthBy(OUR_SCRIPT, [running, asked]))).toEqual(['Healthy', 'Progressing']);
  });
});

const stateOf = ({ status }: SparkApplication): ApplicationState => status?.applicationState.state ?? '';

/** Each code once; what a script broke on stands there as the error. */
const codes = (healths: readonly Health[]): readonly (string | undefined)[] => [
  ...new Set(healths.map(({ status, error }) => error ?? status)),
];

/** Applications as the operator leaves them on their ways through all states. */
function everyState(): readonly Stored<SparkApplication>[] {
  return [succeeding(), failing(), refused(), edited(), suspended()].flatMap(({ seen }) => seen);
}

function succeeding(): Life {
  const life = new Life();
  life.settle();
  life.driverIs({ kind: 'unknown' });
  life.settle();
  life.driverIs({ kind: 'succeeded' });
  life.settle();
  return life;
}

function failing(): Life {
  const life = new Life({ restartPolicy: { type: 'OnFailure', onFailureRetries: 1 } });
  life.settle();
  life.driverIs(FAILED);
  life.settle();
  life.nowMs += 600 * S;
  life.settle();
  life.driverIs(FAILED);
  life.settle();
  return life;
}

function refused(): Life {
  const life = new Life({ restartPolicy: { type: 'OnFailure', onSubmissionFailureRetries: 1 } });
  life.refusal = 'exceeded quota';
  life.settle();
  return life;
}

function edited(): Life {
  const life = new Life();
  life.settle();
  life.edit({ arguments: ['100'] });
  life.settle();
  return life;
}

function suspended(): Life {
  const life = new Life();
  life.settle();
  life.edit({ suspend: true });
  life.settle();
  life.edit({ suspend: false });
  life.settle();
  return life;
}

/** A running application that wants and has so many executors. */
function runningWith(
  desired: number,
  running: number,
  spec: Partial<SparkApplicationSpec> = { executor: { instances: desired } },
): Stored<SparkApplication> {
  const application = applicationIn('RUNNING');
  const names = Array.from({ length: running }, (_, index) => `pi-exec-${index + 1}`);
  const observed = {
    application: { ...application, spec: { ...application.spec, ...spec } },
    driver: { kind: 'present' as const, pod: driverPodIn({ kind: 'running' }) },
    executorSet: {
      metadata: { name: 'pi-1' },
      spec: { applicationName: 'pi', attempt: 1, driverPodName: 'pi-driver' },
      status: {
        unfinished: '',
        selector: 'a=b',
        desired,
        running,
        ...(running < desired ? { message: 'exceeded quota: pods=3' } : {}),
      },
    },
    executorPods: running,
    executorStates: new Map(names.map((name): [string, ExecutorState] => [name, 'RUNNING'])),
  };
  return { ...observed.application, status: nextStatus(observed, undefined, 0) };
}
