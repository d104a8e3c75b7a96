import { describe, expect, test } from '@jest/globals';
import type { ClaimRules } from '../../../src/executors/executor-claim.ts';
import type { ExecutorsOf } from '../../../src/executors/executors-of.ts';
import type { PodManifest } from '../../../src/manifest/pod.ts';
import {
  PERSISTENT_VOLUME_CLAIMS,
  type PersistentVolumeClaimManifest,
} from '../../../src/volumes/persistent-volume-claim.ts';
import type { KubernetesObject } from '../../../src/manifest/object-meta.ts';
import { CutOffApiServer } from '../../fakes/cut-off-api-server.ts';
import { endedStatus, executorManifest } from '../../fakes/executor-pods.ts';
import { runningPi, type ExecutorsOfPi } from '../../fakes/executors-world.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';
import { Line } from '../../model/line/line.ts';

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

describe('claims of executors that are gone', () => {
  test('are used again by those in their place', async () => {
    const pi = await piWithClaims();
    await pi.demand(2);
    await pi.clock.pass(0);
    await pi.runPods();
    await pi.clock.pass(1_500);
    await pi.podIs(1, endedStatus(1));
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([2, 3]);
    expect(mountedBy(pi)).toEqual(['claim-2', 'claim-1']);
    expect(claimsThere(pi)).toEqual(['claim-1', 'claim-2']);
    await pi.stopOperator();
  });

  test('are not where the application does not want it', async () => {
    const pi = await piWithClaims(false, { reuses: false });
    await pi.demand(1);
    await pi.clock.pass(0);
    await pi.podIs(1, endedStatus(1));
    await pi.clock.pass(2_000);
    expect(mountedBy(pi)).toEqual(['claim-2']);
    await pi.stopOperator();
  });

  test('are looked for only when executors are asked for', async () => {
    const pi = await piWithClaims();
    let lists = 0;
    pi.server.refuse = (request) => {
      if (request.startsWith('list persistentvolumeclaims')) lists += 1;
      return undefined;
    };
    await pi.demand(2);
    await pi.clock.pass(0);
    await pi.runPods();
    await pi.clock.pass(120_000);
    expect(lists).toBe(1);
    await pi.stopOperator();
  });

  test('are waited for where the application says so, and the set says it', async () => {
    const pi = await piWithClaims(false, { waitsFrom: 1 });
    await pi.demand(1);
    await pi.clock.pass(0);
    await pi.runPods();
    await pi.clock.pass(1_500);
    const stuck = { ...endedStatus(1), phase: 'Running' };
    await pi.podIs(1, stuck);
    pi.server.refuse = (request) =>
      request.startsWith('delete pods') ? refusal('ServerError', 'busy') : undefined;
    await pi.clock.pass(2_000);
    expect(pi.ids()).toEqual([1]);
    expect(pi.set().status?.message).toContain('wait for a claim');
    pi.server.refuse = () => undefined;
    await pi.clock.pass(8_000);
    expect(mountedBy(pi)).toEqual(['claim-1']);
    expect(pi.ids()).toEqual([2]);
    await pi.stopOperator();
  });

  test('that were refused are not counted as there: they are asked for again', async () => {
    const pi = await piWithClaims(false, { waitsFrom: 1 });
    pi.server.refuse = (request) =>
      request.startsWith('create persistentvolumeclaims') ? refusal('Forbidden', 'no room') : undefined;
    await pi.demand(1);
    await pi.clock.pass(1_000);
    expect([pi.ids(), claimsThere(pi)]).toEqual([[], []]);
    pi.server.refuse = () => undefined;
    await pi.clock.pass(5_000);
    expect([pi.ids(), claimsThere(pi)]).toEqual([[1], ['claim-1']]);
    await pi.stopOperator();
  });

  test('keep no executor from coming where they cannot be listed', async () => {
    const pi = await piWithClaims();
    pi.server.refuse = (request) =>
      request.startsWith('list persistentvolumeclaims') ? refusal('Forbidden', 'no right') : undefined;
    await pi.demand(1);
    await pi.clock.pass(0);
    expect(mountedBy(pi)).toEqual(['claim-1']);
    await pi.stopOperator();
  });
});

describe('a claim that is to go with its pod', () => {
  test.each([3, 4])(
    'is handed over by the next operator where one was killed after write %i',
    async (writes) => {
      const pi = await piWithClaims(true);
      await pi.stopOperator();
      await pi.startOperator(new CutOffApiServer(pi.server, writes).api);
      pi.ensure(claiming(true));
      await pi.demand(1);
      await pi.clock.pass(0);
      pi.killOperator();
      expect(ownersOf(pi, 'claim-1')).toEqual(writes === 3 ? ['pi-driver'] : ['pi-exec-1']);
      await pi.startOperator();
      pi.ensure(claiming(true));
      await pi.clock.pass(2_000);
      expect(ownersOf(pi, 'claim-1')).toEqual(['pi-exec-1']);
      await pi.stopOperator();
    },
  );

  test('is handed over later where it is refused: its pod is there, and counts', async () => {
    const pi = await piWithClaims(true);
    pi.server.refuse = (request) =>
      request.startsWith('patch persistentvolumeclaims') ? refusal('ServerError', 'busy') : undefined;
    await pi.demand(1);
    await pi.clock.pass(0);
    expect(pi.ids()).toEqual([1]);
    expect(pi.set().status).not.toHaveProperty('message');
    pi.server.refuse = () => undefined;
    await pi.runPods();
    await pi.clock.pass(10_000);
    expect([pi.ids(), ownersOf(pi, 'claim-1')]).toEqual([[1], ['pi-exec-1']]);
    await pi.stopOperator();
  });

  test('is handed over once its pod is seen, although somebody looked before', async () => {
    const pi = await piWithClaims(true);
    const line = new Line(pi.server, pi.clock);
    await pi.stopOperator();
    await pi.startOperator(line);
    pi.ensure(claiming(true));
    line.flowOf('pods').lateMs = 3_000;
    pi.server.refuse = (request) =>
      request.startsWith('patch persistentvolumeclaims') ? refusal('ServerError', 'busy') : undefined;
    await pi.demand(1);
    await pi.clock.pass(0);
    pi.server.refuse = () => undefined;
    pi.ensure(claiming(true));
    await pi.clock.pass(0);
    expect(ownersOf(pi, 'claim-1')).toEqual(['pi-driver']);
    await pi.clock.pass(10_000);
    expect([pi.ids(), ownersOf(pi, 'claim-1')]).toEqual([[1], ['pi-exec-1']]);
    await pi.stopOperator();
  });

  test('is left alone where it is another one of that name by now', async () => {
    const pi = await piWithClaims(true);
    await pi.server.create(PERSISTENT_VOLUME_CLAIMS, claimOf(1));
    pi.server.refuse = (request) => {
      // Somebody deletes the claim and makes it anew while the pod is created.
      if (request !== 'create pods jobs/pi-exec-1') return undefined;
      void pi.server.delete(PERSISTENT_VOLUME_CLAIMS, { namespace: 'jobs', name: 'claim-1' });
      void pi.server.create(PERSISTENT_VOLUME_CLAIMS, claimOf(1));
      return undefined;
    };
    await pi.demand(1);
    await pi.clock.pass(0);
    expect([pi.ids(), ownersOf(pi, 'claim-1')]).toEqual([[1], ['pi-driver']]);
    await pi.stopOperator();
  });

  test('stays with the driver where all executors use it', async () => {
    const pi = await piWithClaims(true);
    const shared = { ...claimOf(0), metadata: { ...claimOf(0).metadata, name: 'shared' } };
    pi.ensure({
      build: ({ id }) => ({
        pod: executorManifest(id),
        claims: [],
        sharedClaims: [shared],
        claimsGoWithPod: true,
      }),
    });
    await pi.demand(2);
    await pi.clock.pass(0);
    expect(pi.ids()).toEqual([1, 2]);
    expect(ownersOf(pi, 'shared')).toEqual(['pi-driver']);
    await pi.stopOperator();
  });
});

async function piWithClaims(
  claimsGoWithPod = false,
  rules: Partial<ClaimRules> = {},
): Promise<ExecutorsOfPi> {
  const pi = await runningPi(0);
  pi.server.writes.length = 0;
  pi.ensure(claiming(claimsGoWithPod, rules));
  return pi;
}

/** Each executor mounts a claim of its own. */
function claiming(goWithPod: boolean, rules: Partial<ClaimRules> = {}): Partial<ExecutorsOf> {
  return {
    build: ({ id }) => ({ pod: podMounting(id), claims: [claimOf(id)], claimsGoWithPod: goWithPod }),
    claims: {
      needs: [{ storageClass: 'fast', bytes: 2 ** 30 }],
      namesOf: (id) => [`claim-${id}`],
      driverUid: DRIVER.uid,
      goWithPod,
      reuses: !goWithPod,
      waitsFrom: undefined,
      ...rules,
    },
  };
}

function podMounting(id: number): PodManifest {
  const made = executorManifest(id);
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: `claim-${id}` } }];
  return { ...made, spec: { ...made.spec, volumes } };
}

function claimOf(id: number): PersistentVolumeClaimManifest {
  const labels = { 'spark-app-selector': 'spark-1' };
  return {
    metadata: { namespace: 'jobs', name: `claim-${id}`, labels, ownerReferences: [DRIVER] },
    spec: {
      accessModes: ['ReadWriteOncePod'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: 'fast',
    },
  };
}

const mountedBy = (pi: ExecutorsOfPi): readonly (string | undefined)[] =>
  pi.pods().map(({ spec }) => spec.volumes?.[0]?.persistentVolumeClaim?.claimName);

const claimsThere = (pi: ExecutorsOfPi): readonly string[] =>
  pi.server.all(PERSISTENT_VOLUME_CLAIMS).map(({ metadata }) => metadata.name);

const writes = (pi: ExecutorsOfPi): readonly string[] =>
  pi.server.writes.filter((write) => /persistentvolumeclaims|pods/u.test(write));

const ownersOf = (pi: ExecutorsOfPi, claim: string): readonly string[] | undefined =>
  pi.server
    .all(PERSISTENT_VOLUME_CLAIMS)
    .find(({ metadata }) => metadata.name === claim)
    ?.metadata.ownerReferences?.map(({ name }) => name);
