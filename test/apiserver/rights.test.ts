/** What each account may do is what docs/rights.md says, in each mode. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { surroundingCluster, type LocalCluster } from '../cluster/local/cluster.ts';
import { renderChart, type ChartValues } from './helm.ts';

/** Verbs by resource, in the order of the alphabet. */
type Rights = Readonly<Record<string, readonly string[]>>;

const PAGE = readFileSync(new URL('../../docs/rights.md', import.meta.url), 'utf8');
const OPERATORS = 'rights-operator';
const [TEAM, DRIVER_MODE, ELSEWHERE] = ['rights-team', 'rights-driver-mode', 'rights-elsewhere'];

const MODES: Readonly<Record<string, ChartValues>> = {
  cluster: { spark: { jobNamespaces: ['', TEAM, DRIVER_MODE] } },
  'per-namespace': { spark: { jobNamespaces: [TEAM, DRIVER_MODE] } },
  'with-groups': {
    spark: { jobNamespaces: [TEAM, DRIVER_MODE] },
    controller: { batchScheduler: { enable: true } },
  },
  'by-label': { spark: { jobNamespaces: [TEAM, DRIVER_MODE], jobNamespaceSelector: 'team' } },
};

const WORK = 'The operator, where it works';
const OWN = 'The operator, in its own namespace';
const LABELS = 'The operator, where labels choose namespaces';
const GROUPS = 'The operator, where batch schedulers are granted';
const OPERATOR_IN_DRIVER_MODE = 'The operator, where Driver mode is granted';

let cluster: LocalCluster;
/** What any account may do. */
let everybodys: Rights;

beforeAll(async () => {
  cluster = await surroundingCluster();
  for (const name of [OPERATORS, TEAM, DRIVER_MODE, ELSEWHERE])
    await cluster.kubectl(['create', 'namespace', name]);
  for (const [mode, values] of Object.entries(MODES)) {
    const { spark = {}, controller = {} } = values as {
      readonly spark?: object;
      readonly controller?: object;
    };
    const all = await renderChart({
      fullnameOverride: `rights-${mode}`,
      controller,
      // Where labels choose, nobody else can tell.
      hook: { test: { namespace: TEAM } },
      spark: { ...spark, driverModeNamespaces: [DRIVER_MODE], serviceAccount: { name: `driver-${mode}` } },
    });
    const items = all
      .filter(({ kind = '' }) => /^(ServiceAccount|(Cluster)?Role(Binding)?)$/u.test(kind))
      .map(
        (object) =>
          JSON.parse(
            JSON.stringify(object).replaceAll('"namespace":"spark-operator"', `"namespace":"${OPERATORS}"`),
          ) as unknown,
      );
    await cluster.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }
  everybodys = await listed(`${ELSEWHERE}:nobody`, ELSEWHERE);
});

describe('the operator', () => {
  test.each<{ readonly mode: string; readonly where: string; readonly sections: readonly string[] }>([
    { mode: 'cluster', where: TEAM, sections: [WORK] },
    { mode: 'cluster', where: ELSEWHERE, sections: [WORK] },
    { mode: 'cluster', where: DRIVER_MODE, sections: [WORK, OPERATOR_IN_DRIVER_MODE] },
    { mode: 'cluster', where: OPERATORS, sections: [WORK, OWN] },
    { mode: 'per-namespace', where: TEAM, sections: [WORK] },
    { mode: 'per-namespace', where: ELSEWHERE, sections: [] },
    { mode: 'per-namespace', where: DRIVER_MODE, sections: [WORK, OPERATOR_IN_DRIVER_MODE] },
    { mode: 'per-namespace', where: OPERATORS, sections: [OWN] },
    { mode: 'with-groups', where: TEAM, sections: [WORK, GROUPS] },
    { mode: 'with-groups', where: ELSEWHERE, sections: [] },
    { mode: 'by-label', where: TEAM, sections: [WORK, LABELS] },
    { mode: 'by-label', where: ELSEWHERE, sections: [WORK, LABELS] },
    { mode: 'by-label', where: OPERATORS, sections: [WORK, LABELS, OWN] },
  ])('in mode $mode may do in $where what the page says', async ({ mode, where, sections }) => {
    expect(await rightsOf(`${OPERATORS}:rights-${mode}`, where)).toEqual(written(...sections));
  });
});

describe.each(Object.keys(MODES))('in mode %s', (mode) => {
  test.each<{ readonly who: string; readonly where: string; readonly sections: readonly string[] }>([
    { who: `${TEAM}:driver-${mode}`, where: TEAM, sections: ['A driver'] },
    { who: `${TEAM}:driver-${mode}`, where: ELSEWHERE, sections: [] },
    { who: `${TEAM}:driver-${mode}`, where: DRIVER_MODE, sections: [] },
    {
      who: `${DRIVER_MODE}:driver-${mode}`,
      where: DRIVER_MODE,
      sections: ['A driver', 'A driver, where Driver mode is granted'],
    },
    {
      who: `${OPERATORS}:rights-${mode}-crds`,
      where: ELSEWHERE,
      sections: ['The Job that brings CRDs up to date'],
    },
    { who: `${OPERATORS}:rights-${mode}-test`, where: TEAM, sections: ['The pod of `helm test`'] },
    { who: `${OPERATORS}:rights-${mode}-test`, where: ELSEWHERE, sections: [] },
  ])('$who may do in $where what the page says', async ({ who, where, sections }) => {
    expect(await rightsOf(who, where)).toEqual(written(...sections));
  });
});

/** Beyond those that everybody has. */
async function rightsOf(account: string, where: string): Promise<Rights> {
  const all = await listed(account, where);
  return Object.fromEntries(Object.entries(all).filter(([resource]) => everybodys[resource] === undefined));
}

/** What kubectl lists for an account `NAMESPACE:NAME`, in one namespace. */
async function listed(account: string, where: string): Promise<Rights> {
  const words = ['auth', 'can-i', '--list', '--no-headers', '--namespace', where];
  const text = await cluster.kubectl([...words, `--as=system:serviceaccount:${account}`]);
  const rows = text.split('\n').flatMap((line) => {
    const [, resource = '', verbs = ''] = /^(\S+) +\[.*?\] +\[.*?\] +\[(.*)\]$/u.exec(line.trim()) ?? [];
    return resource === '' ? [] : [[resource, verbs.split(' ')] as const];
  });
  return united(rows);
}

/** What the page says below these headings. */
function written(...headings: readonly string[]): Rights {
  return united(
    headings.flatMap((heading) => {
      const section = PAGE.split(/^## /mu).find((text) => text.startsWith(`${heading}\n`)) ?? '';
      const rows = [...section.matchAll(/^\| `([^`]+)` +\| ([a-z, ]+?) +\|/gmu)];
      if (rows.length === 0) throw new Error(`docs/rights.md has no table below "${heading}"`);
      return rows.map(([, resource = '', verbs = '']) => [resource, verbs.split(', ')] as const);
    }),
  );
}

function united(rows: readonly (readonly [string, readonly string[]])[]): Rights {
  const all: Record<string, readonly string[]> = {};
  for (const [resource, verbs] of rows)
    all[resource] = [...new Set([...(all[resource] ?? []), ...verbs])].toSorted();
  return all;
}
