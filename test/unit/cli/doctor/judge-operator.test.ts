import { describe, expect, test } from '@jest/globals';
import { judgeOperators } from '../../../../src/cli/doctor/judge-operator.ts';
import type { ObservedCluster, ObservedOperator } from '../../../../src/cli/doctor/observe.ts';
import { RELEASE } from '../../../../src/cli/release.ts';

const NOW_MS = Date.parse('2026-01-01T12:00:00Z');

interface Given {
  readonly replicas?: number;
  readonly ready?: number;
  readonly release?: string;
  readonly args?: readonly string[];
  readonly renewed?: string;
  readonly lease?: ObservedOperator['lease'];
  /** Flags that say how it leads. */
  readonly leads?: readonly string[];
}

const LEADS = ['--lease-namespace=ops'];

/** A Deployment of ours, which works, with what a test says over it. */
function operator(given: Given = {}): ObservedOperator {
  const {
    replicas = 1,
    ready = 1,
    release = RELEASE,
    args = [],
    renewed = '2026-01-01T11:59:58.000000Z',
  } = given;
  const container = { name: 'operator', image: `registry:5000/operator:${release}@sha256:0` };
  return {
    deployment: {
      metadata: { namespace: 'ops', name: 'operator', uid: '1', resourceVersion: '1' },
      spec: {
        replicas,
        template: { spec: { containers: [{ ...container, args: [...(given.leads ?? LEADS), ...args] }] } },
      },
      status: { readyReplicas: ready },
    },
    lease: given.lease ?? {
      kind: 'seen',
      value: {
        metadata: { name: 'spark-operator' },
        spec: { holderIdentity: 'pod-1', leaseDurationSeconds: 15, renewTime: renewed },
      },
    },
  };
}

const EVERYWHERE = { where: 'everywhere', namespace: undefined } as const;

const judged = (...found: readonly ObservedOperator[]) =>
  judgeOperators({ operators: { kind: 'seen', value: { found, ...EVERYWHERE } }, namespace: 'jobs' }, NOW_MS);

test.each<{ readonly name: string; readonly given: Given; readonly verdict: string; readonly says: string }>([
  {
    name: 'works',
    given: {},
    verdict: 'ok',
    says: `ops/operator is ready, one of its pods leads; release ${RELEASE}`,
  },
  { name: 'is scaled to 0', given: { replicas: 0 }, verdict: 'failure', says: 'ops/operator is scaled to 0' },
  {
    name: 'is not ready',
    given: { ready: 0, replicas: 2 },
    verdict: 'failure',
    says: 'no pod of ops/operator is ready',
  },
  { name: 'is older', given: { release: '0.0.1' }, verdict: 'warning', says: 'the older release 0.0.1' },
  { name: 'is newer', given: { release: '99.0.0' }, verdict: 'warning', says: 'the newer release 99.0.0' },
  {
    name: 'lost its leader',
    given: { renewed: '2026-01-01T11:50:00.000000Z' },
    verdict: 'failure',
    says: 'pod-1 has not renewed the Lease for 10m',
  },
  {
    name: 'renewed a little late, by another clock',
    given: { renewed: '2026-01-01T11:59:20.000000Z' },
    verdict: 'ok',
    says: 'leads',
  },
  {
    name: 'is ahead of this clock',
    given: { renewed: '2026-01-01T12:05:00.000000Z' },
    verdict: 'ok',
    says: 'leads',
  },
  {
    name: 'has never led',
    given: { lease: { kind: 'seen', value: undefined } },
    verdict: 'failure',
    says: 'nobody holds the Lease',
  },
  {
    name: 'has a lease that may not be seen',
    given: { lease: { kind: 'hidden', because: 'no' } },
    verdict: 'ok',
    says: `ops/operator is ready; release ${RELEASE}`,
  },
  {
    name: 'has its flags in two words',
    given: { leads: ['--lease-namespace', 'ops'] },
    verdict: 'ok',
    says: 'one of its pods leads',
  },
  {
    name: 'works alone',
    given: { leads: ['--no-leader-election'], lease: { kind: 'seen', value: undefined } },
    verdict: 'ok',
    says: `ops/operator is ready; release ${RELEASE}`,
  },
  {
    name: 'is scaled to 0, and would work elsewhere',
    given: { replicas: 0, args: ['--namespaces=other'] },
    verdict: 'warning',
    says: 'ops/operator is scaled to 0',
  },
])('an operator that $name: $verdict', ({ given, verdict, says }) => {
  const [finding] = judged(operator(given));
  expect(finding).toMatchObject({ check: 'operator', verdict });
  expect(finding?.says).toContain(says);
});

describe('the namespace of applications', () => {
  test.each([
    { name: 'any', args: [], verdict: 'ok', says: 'an operator works in "jobs"' },
    { name: 'this one', args: ['--namespaces=a,jobs'], verdict: 'ok', says: 'an operator works in "jobs"' },
    {
      name: 'others',
      args: ['--namespaces=a,b'],
      verdict: 'failure',
      says: 'no operator works in "jobs", only in a, b',
    },
    { name: 'those with labels', args: ['--namespace-selector=team=x'], verdict: 'unknown', says: 'team=x' },
  ])('where the operator works in $name: $verdict', ({ args, verdict, says }) => {
    const [, finding] = judged(operator({ args }));
    expect(finding).toMatchObject({ verdict });
    expect(finding?.says).toContain(says);
  });

  test('is reached by one of several operators', () => {
    const both = judged(operator({ args: ['--namespaces=a'] }), operator({ args: ['--namespaces=jobs'] }));
    expect(both.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('two operators of one namespace', () => {
  const first = operator();
  test.each<{ readonly name: string; readonly second: Given; readonly isTold: boolean }>([
    { name: 'have Leases of their own', second: { leads: ['--lease-namespace=else'] }, isTold: true },
    { name: 'have no Lease, one of them', second: { leads: ['--no-leader-election'] }, isTold: true },
    { name: 'are of two projects', second: { leads: ['controller', '--namespaces=jobs'] }, isTold: true },
    {
      name: 'are of two projects, one of all namespaces',
      second: { leads: ['--namespaces='] },
      isTold: true,
    },
    { name: 'share a Lease', second: {}, isTold: false },
    {
      name: 'share labels out',
      second: { leads: ['--lease-namespace=else', '--label-selector=a=b'] },
      isTold: false,
    },
    { name: 'are one and a webhook', second: { leads: ['webhook', '--namespaces=jobs'] }, isTold: false },
    {
      name: 'are one that is scaled to 0',
      second: { leads: ['--lease-namespace=else'], replicas: 0 },
      isTold: false,
    },
  ])('that $name: told $isTold', ({ second, isTold }) => {
    const rivals = judged(first, operator(second)).filter(({ says }) => says.includes('side by side'));
    expect(rivals.map(({ verdict }) => verdict)).toEqual(isTold ? ['warning'] : []);
  });
});

test('no operator is a failure, and another one does not count', () => {
  expect(judged()).toMatchObject([{ verdict: 'failure', says: 'its Deployment is nowhere' }]);
  const { deployment } = operator();
  const { lease } = operator();
  const other = { deployment: { ...deployment, spec: { template: { spec: { containers: [] } } } }, lease };
  expect(judged(other)).toMatchObject([
    { verdict: 'failure', says: 'its Deployment is nowhere; ops/operator is another operator' },
  ]);
});

test.each([
  { where: 'chosen', namespace: 'ops', verdict: 'failure', says: 'is not in the namespace "ops"' },
  { where: 'usual', namespace: 'spark-operator', verdict: 'unknown', says: 'you may not look in others' },
] as const)('that none is in the $where namespace: $verdict', ({ where, namespace, verdict, says }) => {
  const operators: ObservedCluster['operators'] = { kind: 'seen', value: { found: [], where, namespace } };
  const [finding] = judgeOperators({ operators, namespace: 'jobs' }, NOW_MS);
  expect(finding).toMatchObject({ verdict });
  expect(finding?.says).toContain(says);
});

test('who may not see Deployments is told how to ask', () => {
  const hidden: ObservedCluster['operators'] = { kind: 'hidden', because: 'no right' };
  expect(judgeOperators({ operators: hidden, namespace: 'jobs' }, NOW_MS)).toMatchObject([
    { verdict: 'unknown', remedy: 'Run sparkctl ping -n jobs: it asks the operator itself' },
  ]);
});
