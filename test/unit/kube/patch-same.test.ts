import { expect, test } from '@jest/globals';
import { patchSame } from '../../../src/kube/patch-same.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { executorManifest } from '../../fakes/executor-pods.ts';
import { InMemoryApiServer, refusal } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const PATCH = { metadata: { labels: { late: 'true' } } };

async function withPod() {
  const server = new InMemoryApiServer(new ManualClock(0));
  const { metadata } = await server.create(PODS, executorManifest(1));
  const isLate = (): boolean => server.all(PODS)[0]?.metadata.labels?.['late'] === 'true';
  return { server, metadata, isLate };
}

test('patches the object that was meant', async () => {
  const { server, metadata, isLate } = await withPod();
  expect([await patchSame(server, PODS, metadata, PATCH), isLate()]).toEqual([true, true]);
});

test('leaves another one of the same name alone', async () => {
  const { server, metadata, isLate } = await withPod();
  expect([await patchSame(server, PODS, { ...metadata, uid: 'another' }, PATCH), isLate()]).toEqual([
    false,
    false,
  ]);
});

test('finds nothing to patch where none is there', async () => {
  const { server, metadata } = await withPod();
  await server.delete(PODS, metadata);
  expect(await patchSame(server, PODS, metadata, PATCH)).toBe(false);
});

test.each([
  { conflicts: 2, comes: 'true' },
  { conflicts: 3, comes: 'refused' },
])('tries again after $conflicts conflicts in a row: $comes', async ({ conflicts, comes }) => {
  const { server, metadata } = await withPod();
  let left = conflicts;
  server.refuse = (request) => {
    if (!request.startsWith('patch') || left === 0) return undefined;
    left -= 1;
    return refusal('Conflict', 'the object has been modified');
  };
  const patched = patchSame(server, PODS, metadata, PATCH).then(String, () => 'refused');
  expect(await patched).toBe(comes);
});
