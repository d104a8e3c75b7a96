import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { NAMESPACES } from '../../src/manifest/namespace.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const server = realApiServer();
/** In a namespace that has the labels from its beginning. */
let chosen: SimulatedCluster;
/** In one that has none. */
let other: SimulatedCluster;
let operator: RunningOperator;

const TEAM = `team-${Date.now()}`;

beforeEach(async () => {
  chosen = new SimulatedCluster(server.api, await newNamespace(server.api, 'chosen', { team: TEAM }));
  other = new SimulatedCluster(server.api, await newNamespace(server.api, 'other'));
});
afterEach(() => operator.stop());
afterAll(() => server.close());

const submit = ({ namespace }: SimulatedCluster, labels: Readonly<Record<string, string>> = {}) => {
  const pi = piApplication(namespace);
  return server.api.create(APPLICATIONS, { ...pi, metadata: { ...pi.metadata, labels } });
};
const label = (namespace: string, team: string | null) =>
  server.api.mergePatch(NAMESPACES, { namespace: '', name: namespace }, { metadata: { labels: { team } } });
const stateIn = async (cluster: SimulatedCluster): Promise<string | undefined> =>
  (await cluster.get(APPLICATIONS, 'pi'))?.status?.applicationState.state;
const driverIn = (cluster: SimulatedCluster) =>
  found('driver', async () => (await cluster.pods('driver'))[0]);

describe('namespaces that labels choose', () => {
  beforeEach(() => {
    operator = startOperator(server.api, '', { namespaces: [], namespaceSelector: `team=${TEAM}` });
  });

  test('are worked in as soon as they have the labels, without a restart', async () => {
    await submit(other);
    await submit(chosen);
    await driverIn(chosen);
    expect(await stateIn(other)).toBeUndefined();
    await label(other.namespace, TEAM);
    await other.start(await driverIn(other));
    await found('executor set', () => other.get(EXECUTOR_SETS, 'pi-1'));
    await other.say('pi-1', { profiles: [{ id: 0, replicas: 1 }] });
    await eventually(async () => expect(await other.pods('executor')).toHaveLength(1));
  });

  test('are let go without a trace when they lose them, and taken up again where they were', async () => {
    await submit(chosen);
    await chosen.start(await driverIn(chosen));
    await eventually(async () => expect(await stateIn(chosen)).toBe('RUNNING'));
    await label(chosen.namespace, null);
    // What happens in a namespace that was labelled later shows that the loss has been seen.
    await label(other.namespace, TEAM);
    await submit(other);
    await driverIn(other);
    const driver = await driverIn(chosen);
    await chosen.end(driver, 0);
    await other.start(await driverIn(other));
    await eventually(async () => expect(await stateIn(other)).toBe('RUNNING'));
    expect(await stateIn(chosen)).toBe('RUNNING');
    expect((await driverIn(chosen)).metadata.uid).toBe(driver.metadata.uid);
    await label(chosen.namespace, TEAM);
    await eventually(async () => expect(await stateIn(chosen)).toBe('COMPLETED'));
  });
});

test('applications are worked on that have the labels, and those beside them are not', async () => {
  const { namespace } = other;
  operator = startOperator(server.api, '', {
    namespaces: [namespace, chosen.namespace],
    labelSelector: 'operator=new',
  });
  await submit(other, { operator: 'old' });
  await submit(chosen, { operator: 'new' });
  await driverIn(chosen);
  expect(await stateIn(other)).toBeUndefined();
  await server.api.mergePatch(
    APPLICATIONS,
    { namespace, name: 'pi' },
    { metadata: { labels: { operator: 'new' } } },
  );
  await driverIn(other);
});
