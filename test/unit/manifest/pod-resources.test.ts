import { expect, test } from '@jest/globals';
import { podAmounts, quantitiesOf, sumOf, timesOf } from '../../../src/manifest/pod-resources.ts';
import type { Container, PodManifest } from '../../../src/manifest/pod.ts';

type Resources = NonNullable<Container['resources']>;

const container = (resources: Resources): Container => ({ name: 'c', resources });
const pod = (containers: readonly Resources[], initContainers: readonly Resources[] = []): PodManifest => ({
  metadata: { name: 'p' },
  spec: { containers: containers.map(container), initContainers: initContainers.map(container) },
});

test.each<{ readonly name: string; readonly given: PodManifest; readonly asks: object }>([
  {
    name: 'all its containers together',
    given: pod([
      { requests: { cpu: '100m', memory: '1408Mi' } },
      { requests: { cpu: '0.2', memory: '1Gi', 'ephemeral-storage': '1G' } },
    ]),
    asks: { cpu: '300m', memory: '2432Mi', 'ephemeral-storage': '1000000000' },
  },
  {
    name: 'the limit where there is no request',
    given: pod([{ requests: { cpu: '1' }, limits: { cpu: '4', 'nvidia.com/gpu': '2' } }]),
    asks: { cpu: '1000m', 'nvidia.com/gpu': '2' },
  },
  {
    name: 'an init container where that asks for more',
    given: pod([{ requests: { cpu: '1', memory: '1Gi' } }], [{ requests: { cpu: '3', memory: '1Mi' } }]),
    asks: { cpu: '3000m', memory: '1024Mi' },
  },
  { name: 'nothing', given: pod([{}]), asks: {} },
  { name: 'nothing that is no quantity', given: pod([{ requests: { memory: 'much' } }]), asks: {} },
])('a pod asks for $name', ({ given, asks }) => {
  expect(quantitiesOf(podAmounts(given))).toEqual(asks);
});

test('many thousandths make no more than they are', () => {
  const tenth = podAmounts(pod([{ requests: { cpu: '0.1' } }]));
  expect(quantitiesOf(timesOf(tenth, 3))).toEqual({ cpu: '300m' });
  expect(quantitiesOf(sumOf([tenth, timesOf(tenth, 6)]))).toEqual({ cpu: '700m' });
});
