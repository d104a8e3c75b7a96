/** What an API server means, in sentences that have to hold of the model. */
import { expect } from '@jest/globals';

import { EXECUTOR_SETS, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { isApiError, type ApiErrorReason } from '../../../src/kube/api-error.ts';
import type { ApiServer, WatchEvent } from '../../../src/kube/api-server.ts';
import type { KubernetesObject, Resource, Stored } from '../../../src/manifest/object-meta.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import { executorSet } from '../../fakes/executor-pods.ts';

/** An API server, and a namespace on it that nobody else uses. */
export interface RuledServer {
  readonly api: ApiServer;
  readonly namespace: string;
  /** Forgets what has happened so far, if it does not do so by itself. */
  readonly compact: () => void;
}

export interface ApiServerRule {
  readonly says: string;
  readonly holds: (server: RuledServer) => Promise<void>;
  /** It takes a server that can be told to forget. */
  readonly compacts?: true;
}

const SET = 'pi-1';

const newSet = ({ api, namespace }: RuledServer): Promise<Stored<SparkExecutorSet>> => {
  const { spec, status, ...set } = executorSet(2, { running: 7 });
  return api.create(EXECUTOR_SETS, {
    ...set,
    spec,
    ...(status && { status }),
    metadata: { name: SET, namespace },
  });
};

function newPod(
  { api, namespace }: RuledServer,
  name: string,
  spec: { readonly nodeName?: string } = {},
): Promise<Stored<PodManifest>> {
  return api.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'spark' }], restartPolicy: 'Never', ...spec },
  });
}

async function refused(request: Promise<unknown>): Promise<ApiErrorReason | 'not at all'> {
  const reasons: readonly ApiErrorReason[] = ['Conflict', 'AlreadyExists', 'NotFound', 'Gone', 'Invalid'];
  const error: unknown = await request.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  return reasons.find((reason) => isApiError(error, reason)) ?? 'not at all';
}

/** What a watch tells until so many events have come: `ADDED one`. */
async function told<T extends KubernetesObject>(
  { api, namespace }: RuledServer,
  resource: Resource<T>,
  query: { readonly resourceVersion: string; readonly labelSelector?: string },
  count: number,
): Promise<readonly string[]> {
  const words: string[] = [];
  const enough = new AbortController();
  const take = (event: WatchEvent<T>): void => {
    if (event.type !== 'BOOKMARK') words.push(`${event.type} ${event.object.metadata.name}`);
    if (words.length >= count) enough.abort();
  };
  await api.watch(resource, { namespace, ...query }, take, enough.signal);
  return words;
}

const allOf = async ({ api, namespace }: RuledServer, labelSelector: string): Promise<readonly string[]> => {
  const names: string[] = [];
  for await (const { items } of api.list(PODS, { namespace, labelSelector }))
    names.push(...items.map(({ metadata }) => metadata.name));
  return names.toSorted();
};

export const API_SERVER_RULES: readonly ApiServerRule[] = [
  {
    says: 'a name can be taken once',
    holds: async (server) => {
      await newSet(server);
      expect(await refused(newSet(server))).toBe('AlreadyExists');
    },
  },
  {
    says: 'a write on a version that has moved on is refused',
    holds: async (server) => {
      const set = await newSet(server);
      const { metadata } = set;
      await server.api.mergePatch(EXECUTOR_SETS, metadata, { status: { running: 1 } }, 'status');
      const old = { metadata: { resourceVersion: metadata.resourceVersion }, status: { running: 2 } };
      expect(await refused(server.api.mergePatch(EXECUTOR_SETS, metadata, old, 'status'))).toBe('Conflict');
      expect(await refused(server.api.replace(EXECUTOR_SETS, set))).toBe('Conflict');
    },
  },
  {
    says: 'a deletion with another uid finds none, and a merge patch with one is wrong',
    holds: async (server) => {
      const { metadata } = await newPod(server, 'one');
      const uid = '00000000-0000-0000-0000-000000000000';
      expect(await server.api.delete(PODS, metadata, { uid })).toBe(false);
      const patch = { metadata: { uid, labels: { late: 'true' } } };
      expect(await refused(server.api.mergePatch(PODS, metadata, patch))).toBe('Invalid');
    },
  },
  {
    says: 'spec and status are written apart, and only the spec moves the generation',
    holds: async (server) => {
      const set = await newSet(server);
      expect(set.status).toBeUndefined();
      expect(set.metadata.generation).toBe(1);
      const patch = { spec: { stopped: true }, status: { running: 3 } };
      const changed = await server.api.mergePatch(EXECUTOR_SETS, set.metadata, patch);
      expect([changed.spec.stopped, changed.status, changed.metadata.generation]).toEqual([
        true,
        undefined,
        2,
      ]);
      const back = { spec: { stopped: false }, status: { running: 3 } };
      const said = await server.api.mergePatch(EXECUTOR_SETS, set.metadata, back, 'status');
      expect([said.spec.stopped, said.status?.running, said.metadata.generation]).toEqual([true, 3, 2]);
    },
  },
  {
    says: 'a write that changes nothing makes no version',
    holds: async (server) => {
      const { metadata } = await newSet(server);
      const once = await server.api.mergePatch(EXECUTOR_SETS, metadata, { status: { running: 3 } }, 'status');
      const twice = await server.api.mergePatch(
        EXECUTOR_SETS,
        metadata,
        { status: { running: 3 } },
        'status',
      );
      expect(twice.metadata.resourceVersion).toBe(once.metadata.resourceVersion);
    },
  },
  {
    says: 'a pod on a node is given time to end, which a second deletion can only shorten',
    holds: async (server) => {
      const { metadata } = await newPod(server, 'one', { nodeName: 'node-1' });
      expect(await server.api.delete(PODS, metadata, { gracePeriodSeconds: 20 })).toBe(true);
      const dying = await server.api.get(PODS, metadata);
      expect(dying?.metadata.deletionTimestamp).toBeDefined();
      expect(await server.api.delete(PODS, metadata, { gracePeriodSeconds: 600 })).toBe(true);
      const later = await server.api.get(PODS, metadata);
      expect(later?.metadata.deletionTimestamp).toBe(dying?.metadata.deletionTimestamp);
      expect(await server.api.delete(PODS, metadata, { gracePeriodSeconds: 0 })).toBe(true);
      expect(await server.api.get(PODS, metadata)).toBeUndefined();
    },
  },
  {
    says: 'a pod without a node, or that has ended, goes at once',
    holds: async (server) => {
      const waiting = await newPod(server, 'waiting');
      const ended = await newPod(server, 'ended', { nodeName: 'node-1' });
      await server.api.mergePatch(PODS, ended.metadata, { status: { phase: 'Failed' } }, 'status');
      for (const { metadata } of [waiting, ended]) {
        expect(await server.api.delete(PODS, metadata)).toBe(true);
        expect(await server.api.get(PODS, metadata)).toBeUndefined();
        expect(await server.api.delete(PODS, metadata)).toBe(false);
      }
    },
  },
  {
    says: 'a list shows what its selector selects',
    holds: async (server) => {
      await newPod(server, 'one');
      await newPod(server, 'two');
      expect(await allOf(server, 'app=one')).toEqual(['one']);
      expect(await allOf(server, 'app!=one,late!=true')).toEqual(['two']);
    },
  },
  {
    says: 'a watch tells all that happened after its version, in order; what leaves its selection as deleted',
    holds: async (server) => {
      const { metadata } = await newPod(server, 'one');
      await server.api.mergePatch(PODS, metadata, { status: { phase: 'Running' } }, 'status');
      await newPod(server, 'two');
      await server.api.mergePatch(PODS, metadata, { metadata: { labels: { late: 'true' } } });
      await server.api.mergePatch(PODS, metadata, { metadata: { labels: { late: null } } });
      await server.api.delete(PODS, metadata);
      const { resourceVersion } = metadata;
      const all = [
        'MODIFIED one',
        'ADDED two',
        'MODIFIED one',
        'MODIFIED one',
        'MODIFIED one',
        'DELETED one',
      ];
      expect(await told(server, PODS, { resourceVersion }, all.length)).toEqual(all);
      const some = ['MODIFIED one', 'ADDED two', 'DELETED one', 'ADDED one', 'MODIFIED one', 'DELETED one'];
      const labelSelector = 'late!=true';
      expect(await told(server, PODS, { resourceVersion, labelSelector }, some.length)).toEqual(some);
    },
  },
  {
    says: 'a watch from a version that is too old is told so',
    compacts: true,
    holds: async (server) => {
      await newPod(server, 'one');
      await newPod(server, 'two');
      server.compact();
      expect(await refused(told(server, PODS, { resourceVersion: '1' }, 1))).toBe('Gone');
    },
  },
];
