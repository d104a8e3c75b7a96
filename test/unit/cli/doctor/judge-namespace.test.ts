import { expect, test } from '@jest/globals';
import { COMMANDS_RIGHTS, DRIVERS_RIGHTS } from '../../../../src/cli/doctor/access.ts';
import { judgeNamespace } from '../../../../src/cli/doctor/judge-namespace.ts';
import type { ObservedCluster } from '../../../../src/cli/doctor/observe.ts';
import type { PodManifest } from '../../../../src/manifest/pod.ts';

type Given = Parameters<typeof judgeNamespace>[0];

const seen = <T>(value: T) => ({ kind: 'seen', value }) as const;
const HIDDEN = { kind: 'hidden', because: 'no right' } as const;

const rights = (missing: (name: string) => boolean): ObservedCluster['rights'] =>
  COMMANDS_RIGHTS.map((right) => ({ ...right, isAllowed: !missing(`${right.verb} ${right.resource}`) }));

const account = (more: Partial<ObservedCluster['account']> = {}): ObservedCluster['account'] => ({
  name: 'spark',
  isThere: seen(true),
  rights: seen(DRIVERS_RIGHTS.map((right) => ({ ...right, isAllowed: true }))),
  readsSecrets: seen(false),
  ...more,
});

const pod = (reason: string, message = ''): PodManifest => ({
  metadata: { name: 'pi-driver' },
  spec: { containers: [] },
  status: {
    phase: 'Pending',
    containerStatuses: [{ name: 'spark', state: { waiting: { reason, message } } }],
  },
});

const WAITING_FIRST = [
  { name: 'fetch', state: { waiting: { reason: 'ErrImagePull', message: 'no such image' } } },
];

const WELL: Given = {
  namespace: 'jobs',
  hasNamespace: seen(true),
  rights: rights(() => false),
  account: account(),
  pods: seen([pod('ContainerCreating')]),
};

test('where nothing is missing, all is well', () => {
  expect(judgeNamespace(WELL).map(({ verdict, check }) => `${verdict} ${check}`)).toEqual([
    'ok your rights',
    'ok account of drivers "spark"',
    'ok images',
  ]);
});

test.each<{
  readonly name: string;
  readonly given: Partial<Given>;
  readonly verdict: string;
  readonly says: string;
}>([
  // The namespace.
  {
    name: 'is not there',
    given: { hasNamespace: seen(false) },
    verdict: 'failure',
    says: 'no namespace "jobs"',
  },
  // The person.
  {
    name: 'hides applications',
    given: { rights: rights((name) => name === 'get sparkapplications') },
    verdict: 'failure',
    says: 'you may not read applications; missing: get sparkapplications',
  },
  {
    name: 'does not forward ports',
    given: { rights: rights((name) => name === 'create pods/portforward') },
    verdict: 'warning',
    says: 'you may not create pods/portforward, as these do: ui',
  },
  // The account of drivers.
  {
    name: 'has no account',
    given: { account: account({ isThere: seen(false) }) },
    verdict: 'failure',
    says: 'it is not in the namespace "jobs"',
  },
  {
    name: 'has an account without rights',
    given: {
      account: account({ rights: seen(DRIVERS_RIGHTS.map((right) => ({ ...right, isAllowed: false }))) }),
    },
    verdict: 'failure',
    says: 'it may not get, list, watch, update sparkexecutorsets',
  },
  {
    name: 'has an account nobody may ask about',
    given: { account: account({ isThere: HIDDEN, rights: HIDDEN, readsSecrets: HIDDEN }) },
    verdict: 'unknown',
    says: 'you may not ask for its rights: no right',
  },
  {
    name: 'has an account that reads secrets',
    given: { account: account({ readsSecrets: seen(true) }) },
    verdict: 'warning',
    says: 'it may read the secrets',
  },
  // Images.
  {
    name: 'has a pod without its image',
    given: { pods: seen([pod('ImagePullBackOff', 'not found')]) },
    verdict: 'failure',
    says: 'pod pi-driver waits: ImagePullBackOff: not found',
  },
  {
    name: 'has a pod whose init container lacks its image',
    given: {
      pods: seen([{ ...pod(''), status: { phase: 'Pending', initContainerStatuses: WAITING_FIRST } }]),
    },
    verdict: 'failure',
    says: 'pod pi-driver waits: ErrImagePull: no such image',
  },
  {
    name: 'has no pods',
    given: { pods: seen([]) },
    verdict: 'unknown',
    says: 'no pod of Spark is in "jobs"',
  },
  { name: 'hides pods', given: { pods: HIDDEN }, verdict: 'unknown', says: 'you may not see pods: no right' },
])('a namespace that $name: $verdict', ({ given, verdict, says }) => {
  const findings = judgeNamespace({ ...WELL, ...given }).filter((finding) => finding.verdict !== 'ok');
  expect(findings.map((finding) => [finding.verdict, finding.says])).toEqual([
    [verdict, expect.stringContaining(says)],
  ]);
});
