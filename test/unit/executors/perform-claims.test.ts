import { describe, expect, test } from '@jest/globals';
import { PERSISTENT_VOLUME_CLAIMS } from '../../../src/volumes/persistent-volume-claim.ts';
import type { KubernetesObject } from '../../../src/manifest/object-meta.ts';
import { executorManifest } from '../../fakes/executor-pods.ts';
import { runningPi, type ExecutorsOfPi } from '../../fakes/executors-world.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';

const DRIVER = { apiVersion: 'v1', kind: 'Pod', name: 'pi-driver', uid: 'driver-uid' };

describe('claims of an executor', () => {
  test('are there before its pod', async () => {
    const pi = await piWithClaims();
    await pi.demand(1);
    await pi.clock.pass(0);
    expect(writes(pi)).toEqual(['create persistentvolumeclaims jobs/claim-1', 'create pods jobs/pi-exec-1']);
    expect(ownersOf(pi, 'claim-1')).toEqual(['pi-driver']);
    await pi.stopOperator();
  });

  test('are taken over when the pod is asked for again', async () => {
    const pi = await piWithClaims();
    let isRefused = true;
    pi.server.refuse = (request) =>
      isRefused && request.startsWith('create pods') ? refusal('Forbidden', 'quota') : undefined;
    await pi.demand(1);
    await pi.clock.pass(0);
    isRefused = false;
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1]);
    expect(pi.server.all(PERSISTENT_VOLUME_CLAIMS)).toHaveLength(1);
    await pi.stopOperator();
  });

  test('become its own where the driver is not to own them', async () => {
    const pi = await piWithClaims(true);
    await pi.demand(2);
    await pi.clock.pass(0);
    expect(['claim-1', 'claim-2'].map((name) => ownersOf(pi, name))).toEqual([['pi-exec-1'], ['pi-exec-2']]);
    await pi.stopOperator();
  });

  test('whose name somebody else has keep it from being made, and the set says so', async () => {
    const pi = await piWithClaims();
    await pi.server.create<KubernetesObject>(PERSISTENT_VOLUME_CLAIMS, {
      metadata: { namespace: 'jobs', name: 'claim-1' },
    });
    await pi.demand(1);
    await pi.clock.pass(1_000);
    expect(pi.pods()).toEqual([]);
    expect(pi.set().status?.message).toContain('PersistentVolumeClaim claim-1 exists already');
    await pi.stopOperator();
  });
});

async function piWithClaims(claimsGoWithPod = false): Promise<ExecutorsOfPi> {
  const pi = await runningPi(0);
  pi.server.writes.length = 0;
  pi.ensure({
    build: ({ id }) => ({ pod: executorManifest(id), claims: [claimOf(id)], claimsGoWithPod }),
  });
  return pi;
}

function claimOf(id: number): KubernetesObject {
  const labels = { 'spark-app-selector': 'spark-1' };
  return { metadata: { namespace: 'jobs', name: `claim-${id}`, labels, ownerReferences: [DRIVER] } };
}

const writes = (pi: ExecutorsOfPi): readonly string[] =>
  pi.server.writes.filter((write) => /persistentvolumeclaims|pods/u.test(write));

const ownersOf = (pi: ExecutorsOfPi, claim: string): readonly string[] | undefined =>
  pi.server
    .all(PERSISTENT_VOLUME_CLAIMS)
    .find(({ metadata }) => metadata.name === claim)
    ?.metadata.ownerReferences?.map(({ name }) => name);
