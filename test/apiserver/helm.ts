import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import { helmProgram } from '../cluster/local/kubernetes-programs.ts';
import { silentProgress } from '../cluster/local/progress.ts';
import { capture } from '../cluster/local/run.ts';

const CHART = join(import.meta.dirname, '../../charts/spark-operator');
const release = (namespace: string): readonly string[] => ['spark-operator', CHART, '--namespace', namespace];

/** Values beside or instead of the chart's own. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** Everything the chart consists of with these values, as release `spark-operator`; by default in the namespace of that name. */
export async function renderChart(
  values: ChartValues,
  namespace = 'spark-operator',
): Promise<readonly KubernetesObject[]> {
  const text = await helm(['template', ...release(namespace), '--values', '-'], values);
  return loadAll(text) as readonly KubernetesObject[];
}

/** Whether an object is there only while Helm installs, upgrades or tests. */
export const isHook = ({ metadata }: KubernetesObject): boolean =>
  metadata.annotations?.['helm.sh/hook'] !== undefined;

/** What Helm tells people once the chart is installed. */
export async function installNotes(values: ChartValues): Promise<string> {
  const words = [
    'install',
    ...release('spark-operator'),
    '--dry-run=client',
    '--output',
    'yaml',
    '--values',
    '-',
  ];
  const { info } = load(await helm(words, values)) as { readonly info: { readonly notes: string } };
  return info.notes;
}

/** What Helm's own checks say. Fails: where they find a fault. */
export async function lintChart(): Promise<string> {
  return await helm(['lint', '--strict', CHART], {});
}

async function helm(words: readonly string[], values: ChartValues): Promise<string> {
  const program = await helmProgram(silentProgress);
  return await capture([program, ...words], { input: JSON.stringify(values) });
}
