import { afterAll, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplicationSpec } from '../../src/api/spark-application.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { eventually } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const server = realApiServer();
afterAll(() => server.close());

const GOOD = 150;
const BAD = 50;

/** Alone they take some seconds; the machine may be busy with other things in between, so this is asked twice. */
const MOST_TIMES_LONGER = 5;

/** Tried again and again, as fast as there is. */
const AGAIN = {
  type: 'OnFailure',
  onSubmissionFailureRetries: 1_000,
  onSubmissionFailureRetryInterval: 1,
} as const;

type Fault = { readonly [K in keyof SparkApplicationSpec]?: unknown };

/** Ten ways to be broken: found by our checks, refused by the API server, or in the way of somebody else. */
const FAULTS: readonly Fault[] = [
  { executor: { memory: 'much' } },
  { driver: { coreRequest: 'many' } },
  { driver: { memory: 'much' } },
  { sparkConf: { 'spark.driver.host': 'here' } },
  { mainApplicationFile: 'file:///tmp/a.jar' },
  { driver: { template: { spec: { containers: 'none' } } } },
  { sparkVersion: 'four' },
  { driver: { labels: { team: 'no label value!' } }, restartPolicy: AGAIN },
  { driver: { priorityClassName: 'there-is-none' }, restartPolicy: AGAIN },
  { driver: { podName: 'somebody-elses' }, restartPolicy: AGAIN },
];

const applicationIn = (namespace: string, name: string, fault: Fault = {}): never => {
  const pi = piApplication(namespace);
  const merged: unknown = { ...pi, metadata: { ...pi.metadata, name }, spec: { ...pi.spec, ...fault } };
  return JSON.parse(JSON.stringify(merged)) as never;
};

/** How long it takes until all good applications of a new namespace have a driver, with so many bad ones before them. */
async function millisecondsFor(bad: number): Promise<number> {
  const cluster = new SimulatedCluster(server.api, await newNamespace(server.api, `bad-${bad}`));
  const { namespace } = cluster;
  const containers = [{ name: 'mine', image: 'mine' }];
  await server.api.create(PODS, { metadata: { namespace, name: 'somebody-elses' }, spec: { containers } });
  const broken = Array.from({ length: bad }, (_, index) =>
    applicationIn(namespace, `bad-${index}`, FAULTS[index % FAULTS.length]),
  );
  const good = Array.from({ length: GOOD }, (_, index) => applicationIn(namespace, `good-${index}`));
  await Promise.all([...broken, ...good].map((each) => server.api.create(APPLICATIONS, each)));
  const startedAtMs = performance.now();
  const operator = startOperator(server.api, namespace);
  await eventually(async () => expect(await submitted(cluster)).toBe(GOOD));
  const tookMs = performance.now() - startedAtMs;
  expect(await badWithoutReason(cluster)).toEqual([]);
  await operator.stop();
  return tookMs;
}

async function submitted(cluster: SimulatedCluster): Promise<number> {
  const applications = await cluster.list(APPLICATIONS);
  return applications.filter(
    ({ metadata, status }) =>
      metadata.name.startsWith('good') && status?.applicationState.state === 'SUBMITTED',
  ).length;
}

/** Bad ones whose status does not say why, once they were looked at. */
function badWithoutReason(cluster: SimulatedCluster): Promise<readonly string[]> {
  return eventually(async () => {
    const bad = (await cluster.list(APPLICATIONS)).filter(({ metadata }) => metadata.name.startsWith('bad'));
    const silent = bad.filter(({ status }) => !status?.applicationState.errorMessage);
    expect(silent.map(({ metadata }) => metadata.name)).toEqual([]);
    return [];
  });
}

test('150 good applications are submitted about as fast beside 50 bad ones as alone', async () => {
  const aloneMs = await millisecondsFor(0);
  const besideMs = await millisecondsFor(BAD);
  const aloneAgainMs = await millisecondsFor(0);
  expect(besideMs / Math.max(aloneMs, aloneAgainMs)).toBeLessThan(MOST_TIMES_LONGER);
});
