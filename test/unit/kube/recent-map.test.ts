import { expect, test } from '@jest/globals';

import { RecentMap } from '../../../src/kube/recent-map.ts';

function filled(): RecentMap<number> {
  const map = new RecentMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  return map;
}

test('forgets what was used longest ago', () => {
  const map = filled();
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 2, 3]);
});

test('counts reading as a use', () => {
  const map = filled();
  map.get('a');
  map.set('c', 3);
  expect([map.get('a'), map.get('b')]).toEqual([1, undefined]);
});

test('replaces without forgetting another', () => {
  const map = filled();
  map.set('a', 9);
  expect([map.get('a'), map.get('b')]).toEqual([9, 2]);
});
