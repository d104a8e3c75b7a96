import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFINITIONS } from '../../src/api/custom-resource-definition.ts';
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../src/api/spark-application.ts';
import { DENIED_PROPERTIES } from '../../src/api/spec-rules.ts';
import { validateApplication } from '../../src/submission/validate-application.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';

const server = realApiServer();
let namespace: string;

beforeAll(async () => {
  namespace = await newNamespace(server.api, 'rules');
});
afterAll(() => server.close());

/** Parts of the spec of `pi` in the place of its own; undefined takes a field away. */
type Change = { [K in keyof SparkApplicationSpec]?: SparkApplicationSpec[K] | undefined };

interface Case {
  /** What the rule says, from its beginning; empty: no rule refuses it. */
  readonly says: string;
  readonly path?: string;
  readonly spec: Change;
}

let count = 0;
function application(change: Change): SparkApplication {
  const pi = piApplication(namespace);
  count += 1;
  const changed: unknown = {
    ...pi,
    metadata: { ...pi.metadata, name: `pi-${count}` },
    spec: { ...pi.spec, ...change },
  };
  return JSON.parse(JSON.stringify(changed)) as SparkApplication;
}

const ALWAYS_ON_POD = 'the driver always runs in a pod of its own';
const JAR = 'a jar does not say what to run';
const IMAGE = 'driver and executors need an image';
const BOUNDS = 'minExecutors is above maxExecutors';
const NONE = 'with maxExecutors 0 nothing could run';
const POD_NAME = 'not the name of a pod';
const PORTS = 'two entries have the same servicePort';
const ADDRESSES = 'two entries have the same ingressURLFormat';
const py = 'local:///pi.py';

const REFUSED: readonly Case[] = [
  { says: ALWAYS_ON_POD, path: 'spec.mode', spec: { mode: 'client' } },
  { says: JAR, path: 'spec.mainClass', spec: { mainClass: undefined } },
  { says: JAR, path: 'spec.mainClass', spec: { type: 'Python', mainClass: '' } },
  { says: IMAGE, path: 'spec.image', spec: { image: undefined } },
  { says: IMAGE, path: 'spec.image', spec: { image: undefined, driver: { image: 'spark' } } },
  {
    says: BOUNDS,
    path: 'spec.dynamicAllocation.minExecutors',
    spec: { dynamicAllocation: { enabled: true, minExecutors: 3, maxExecutors: 2 } },
  },
  {
    says: NONE,
    path: 'spec.dynamicAllocation.maxExecutors',
    spec: { dynamicAllocation: { enabled: true, maxExecutors: 0 } },
  },
  { says: POD_NAME, path: 'spec.driver.podName', spec: { driver: { podName: 'My_Driver' } } },
  {
    says: PORTS,
    path: 'spec.driverIngressOptions',
    spec: { driverIngressOptions: [{ servicePort: 80 }, { servicePort: 80 }] },
  },
  {
    says: ADDRESSES,
    path: 'spec.driverIngressOptions',
    spec: { driverIngressOptions: [80, 81].map((servicePort) => ({ servicePort, ingressURLFormat: 'a' })) },
  },
  ...Object.keys(DENIED_PROPERTIES).map((key) => ({
    says: `${key} is not allowed: `,
    path: 'spec.sparkConf',
    spec: { sparkConf: { [key]: 'x' } },
  })),
];

const ACCEPTED: readonly (Omit<Case, 'says'> & { readonly name: string })[] = [
  { name: 'a usual application', spec: {} },
  { name: 'cluster mode', spec: { mode: 'cluster' } },
  {
    name: 'a script of another type, without a class',
    spec: { mainClass: undefined, mainApplicationFile: py },
  },
  {
    name: 'a script without an ending, by its type',
    spec: { type: 'R', mainClass: undefined, mainApplicationFile: 'configmap://a/b' },
  },
  {
    name: 'an image for each role',
    spec: { image: undefined, driver: { image: 'a' }, executor: { image: 'b' } },
  },
  {
    name: 'bounds of an allocation that is off',
    spec: { dynamicAllocation: { minExecutors: 3, maxExecutors: 0 } },
  },
  { name: 'equal bounds', spec: { dynamicAllocation: { enabled: true, minExecutors: 2, maxExecutors: 2 } } },
  { name: 'a bound alone', spec: { dynamicAllocation: { enabled: true, minExecutors: 2 } } },
  { name: 'a pod name with dots', spec: { driver: { podName: 'a.b-c.0' } } },
  {
    name: 'several ports of the driver',
    spec: {
      driverIngressOptions: [
        { servicePort: 80, ingressURLFormat: 'a' },
        { servicePort: 81, ingressURLFormat: 'b' },
        { servicePort: 82 },
        { servicePort: 83 },
      ],
    },
  },
  {
    name: 'properties of every other kind',
    spec: {
      sparkConf: {
        'spark.master.rest.enabled': 'false',
        'spark.kubernetes.container.image.pullPolicy': 'Always',
      },
    },
  },
];

describe('the rules of the CRD', () => {
  test.each(REFUSED)('refuse: $says ($path)', async ({ says, path = '', spec }) => {
    const refused = application(spec);
    await expect(server.api.create(APPLICATIONS, refused)).rejects.toThrow(
      new RegExp(`${path}: .*${says.replaceAll('.', '\\.')}`, 'u'),
    );
    // Whoever asks before they apply is told the same.
    expect(validateApplication(refused).map((violation) => violation.path)).toContainEqual(
      expect.stringContaining(path),
    );
  });

  test.each(ACCEPTED)('accept $name', async ({ spec }) => {
    const accepted = application(spec);
    await server.api.create(APPLICATIONS, accepted);
    expect(validateApplication(accepted)).toEqual([]);
  });

  test('are all among those above', () => {
    const tested = [...REFUSED.map(({ says }) => says), 'metadata.name becomes a label'];
    const rules = rulesIn(DEFINITIONS['sparkapplications.yaml']);
    expect(rules.length).toBeGreaterThan(8);
    expect(rules.filter((message) => !tested.some((says) => message.startsWith(says)))).toEqual([]);
  });
});

/** The messages of all rules, wherever they are. */
function rulesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]: [string, unknown]) =>
    key === 'x-kubernetes-validations'
      ? (below as readonly { readonly message: string }[]).map(({ message }) => message)
      : rulesIn(below),
  );
}
