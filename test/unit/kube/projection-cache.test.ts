import { describe, expect, test } from '@jest/globals';

import { ProjectionCache, type Projection } from '../../../src/kube/projection-cache.ts';

interface Seen extends Projection {
  readonly app?: string;
}

const seen = (name: string, resourceVersion: string, uid = name, app?: string): Seen => ({
  namespace: 'jobs',
  name,
  uid,
  resourceVersion,
  ...(app === undefined ? {} : { app }),
});

const cacheByApp = (): ProjectionCache<Seen, 'app'> =>
  new ProjectionCache({ app: (value: Seen) => value.app });

describe('putting an object in', () => {
  test.each<{
    readonly name: string;
    readonly there?: Seen;
    readonly put: Seen;
    readonly kind: string | undefined;
  }>([
    { name: 'adds what was not there', put: seen('a', '1'), kind: 'added' },
    { name: 'tells a newer version', there: seen('a', '1'), put: seen('a', '2'), kind: 'modified' },
    { name: 'is silent about the same version', there: seen('a', '1'), put: seen('a', '1'), kind: undefined },
    {
      name: 'tells another object of that name',
      there: seen('a', '1', 'u1'),
      put: seen('a', '2', 'u2'),
      kind: 'replaced',
    },
  ])('$name', ({ there, put, kind }) => {
    const cache = cacheByApp();
    if (there !== undefined) cache.put(there);
    expect(cache.put(put)?.kind).toBe(kind);
    expect(cache.get(put)).toEqual(put);
  });
});

describe('removing an object', () => {
  test('tells its last state', () => {
    const cache = cacheByApp();
    cache.put(seen('a', '1'));
    expect(cache.remove(seen('a', '2'))).toEqual({ kind: 'deleted', before: seen('a', '2') });
    expect(cache.all()).toEqual([]);
  });

  test('leaves another object of that name alone', () => {
    const cache = cacheByApp();
    cache.put(seen('a', '5', 'u2'));
    expect(cache.remove(seen('a', '4', 'u1'))).toBeUndefined();
    expect(cache.all()).toHaveLength(1);
  });

  test('is silent about what is not there', () => {
    expect(cacheByApp().remove(seen('a', '1'))).toBeUndefined();
  });
});

describe('an index', () => {
  test('finds all objects of one value and no other', () => {
    const cache = cacheByApp();
    cache.put(seen('a', '1', 'a', 'pi'));
    cache.put(seen('b', '1', 'b', 'pi'));
    cache.put(seen('c', '1', 'c', 'other'));
    cache.put(seen('d', '1'));
    expect(cache.by('app', 'pi').map((value) => value.name)).toEqual(['a', 'b']);
  });

  test('follows an object whose value changes', () => {
    const cache = cacheByApp();
    cache.put(seen('a', '1', 'a', 'pi'));
    cache.put(seen('a', '2', 'a', 'other'));
    expect(cache.by('app', 'pi')).toEqual([]);
    expect(cache.by('app', 'other')).toHaveLength(1);
  });

  test('forgets what was removed', () => {
    const cache = cacheByApp();
    cache.put(seen('a', '1', 'a', 'pi'));
    cache.remove(seen('a', '2', 'a', 'changed meanwhile'));
    expect(cache.by('app', 'pi')).toEqual([]);
  });
});
