/** Puts the operator of this checkout onto a cluster. */
import { join } from 'node:path';

import { DEFINITIONS } from '../../src/api/custom-resource-definition.ts';
import type { Progress } from './local/progress.ts';

/** Runs kubectl or Helm against one cluster and answers with what it prints. */
export type Tool = (words: readonly string[]) => Promise<string>;

const REPOSITORY = join(import.meta.dirname, '../..');

/** The name of the release, of its namespace and of everything in it. */
export const RELEASE = 'spark-operator';
export const CHART = join(REPOSITORY, 'charts/spark-operator');

/** Applies the CRDs and waits until the API server serves them. Safe to repeat. */
export async function installCrds(kubectl: Tool): Promise<void> {
  const names = Object.values(DEFINITIONS).map(({ metadata }) => `crd/${metadata.name}`);
  await kubectl(['apply', '-k', join(REPOSITORY, 'crds')]);
  await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...names]);
}

/**
 * Installs the chart as it is: CRDs, operator and, in the namespace `default`, the account that drivers run under; waits
 * until the operator is ready. Safe to repeat. Assumes: the operator's image is there.
 */
export async function installOperator(helm: Tool, progress: Progress): Promise<void> {
  await progress.step('install the operator', async () => {
    const words = ['upgrade', '--install', RELEASE, CHART, '--namespace', RELEASE, '--create-namespace'];
    await helm([...words, '--wait', '--timeout=180s']);
  });
}
