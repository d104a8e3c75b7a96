import { describe, expect, test } from '@jest/globals';
import { OwnWrites } from '../../../src/kube/own-writes.ts';
import type { KubernetesObject, Stored } from '../../../src/manifest/object-meta.ts';

const at = (resourceVersion: string): Stored<KubernetesObject> => ({
  metadata: { namespace: 'jobs', name: 'pi', uid: 'uid-1', resourceVersion },
});

describe('OwnWrites', () => {
  test('gives what the cache shows while nothing was written', () => {
    expect(new OwnWrites().newest('jobs/pi', at('a'))).toEqual(at('a'));
  });

  test('gives our own word while the cache shows any version before it', () => {
    const writes = new OwnWrites();
    writes.wrote('jobs/pi', 'a', at('b'));
    writes.wrote('jobs/pi', 'b', at('c'));
    expect(writes.newest('jobs/pi', at('a'))).toEqual(at('c'));
    expect(writes.newest('jobs/pi', at('b'))).toEqual(at('c'));
  });

  test('trusts the cache again once it shows our word, or a later one of somebody else', () => {
    for (const version of ['b', 'z']) {
      const writes = new OwnWrites();
      writes.wrote('jobs/pi', 'a', at('b'));
      expect(writes.newest('jobs/pi', at(version))).toEqual(at(version));
      expect(writes.newest('jobs/pi', at('a'))).toEqual(at('a'));
    }
  });

  test('forgets an object that is gone', () => {
    const writes = new OwnWrites();
    writes.wrote('jobs/pi', 'a', at('b'));
    expect(writes.newest('jobs/pi', undefined)).toBeUndefined();
    expect(writes.newest('jobs/pi', at('a'))).toEqual(at('a'));
  });
});
