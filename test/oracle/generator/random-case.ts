/** Cases drawn by chance: the same seed and number give the same case, on any machine. */
import type { OracleCase } from '../oracle-case.ts';
import type { GeneratedProperty, Properties } from './generated-property.ts';
import { randomProfile } from './profiles.ts';
import { GENERATED_PROPERTIES } from './properties.ts';
import { Random } from './random.ts';
import { randomTemplate } from './templates.ts';

/** So many cases in a hundred have one property that is refused. */
const INVALID_SHARE = 0.2;

/** What every application has to have. */
const LEAST: Properties = {
  'spark.master': 'k8s://https://api',
  'spark.kubernetes.container.image': 'spark:4',
};

const ARGUMENTS = ['100', '--flag', '', 'two words', 'a=b', '"q"', '$HOME', '--conf', '-x'];

/** Files that properties may name. */
const FILES: Properties = {
  'client.key': 'KEY',
  'client.crt': 'CERTIFICATE',
  'ca.crt': 'AUTHORITY',
  'krb5.conf': '[libdefaults]\n',
  'user.keytab': 'KEYTAB',
};

/** The case of this number: a few properties or many, and in one of five cases a wrong one. */
export function randomCase(seed: number, number: number): OracleCase {
  const random = new Random(seed, number);
  const rows = random.some(GENERATED_PROPERTIES, random.pick([1, 2, 4, 8, 16, 32]));
  const wrong = random.chance(INVALID_SHARE) ? random.pick(REFUSABLE) : undefined;
  const drawn = rows.reduce<Properties>((soFar, row) => ({ ...soFar, ...row.valid(random) }), LEAST);
  const templates = templatesOf(random);
  const conf = { ...drawn, ...templates.conf, ...wrong?.invalid?.(random) };
  const files = { ...filesNamedIn(conf), ...templates.files };
  return {
    ...mainFile(random),
    conf,
    arguments: random.some(ARGUMENTS, random.pick([0, 0, 1, 4])),
    ...(random.chance(0.1) && { proxyUser: 'alice' }),
    ...(random.chance(0.03) && { hadoopConf: { 'core-site.xml': '<a/>' } }),
    ...(Object.keys(files).length > 0 && { files }),
    ...(random.chance(0.2) && { profile: randomProfile(random) }),
  };
}

const REFUSABLE: readonly GeneratedProperty[] = GENERATED_PROPERTIES.filter(
  ({ invalid }) => invalid !== undefined,
);

function filesNamedIn(conf: Properties): Properties {
  const values = new Set(Object.values(conf));
  return Object.fromEntries(Object.entries(FILES).filter(([path]) => values.has(path)));
}

/** Templates for none of the pods, for one or for both; now and then with a container by name. */
function templatesOf(random: Random): { readonly conf: Properties; readonly files: Properties } {
  const roles = ['driver', 'executor'].filter(() => random.chance(0.15));
  const named = roles.filter(() => random.chance(0.3));
  return {
    conf: Object.fromEntries([
      ...roles.map((role) => [`spark.kubernetes.${role}.podTemplateFile`, `${role}.json`]),
      ...named.map((role) => [`spark.kubernetes.${role}.podTemplateContainerName`, 'mine']),
    ]),
    files: Object.fromEntries(roles.map((role) => [`${role}.json`, randomTemplate(random)])),
  };
}

function mainFile(random: Random): Pick<OracleCase, 'kind' | 'resource'> {
  return random.pick([
    {
      kind: 'java',
      resource: random.pick(['local:///opt/app.jar', 's3a://bucket/app.jar', 'spark-internal']),
    },
    { kind: 'python', resource: random.pick(['local:///opt/app.py', 'https://example.org/app.py']) },
    { kind: 'r', resource: 'local:///opt/app.R' },
  ] as const);
}
