import { expect, test } from '@jest/globals';
import { PODS } from '../../../src/manifest/pod.ts';
import { planned } from '../../../src/pod/planned-object.ts';

test('a planned object knows how its kind is addressed', () => {
  const pod = { metadata: { name: 'a' }, spec: { containers: [] } };
  expect(planned(PODS, pod)).toEqual({ resource: PODS, object: pod });
});
