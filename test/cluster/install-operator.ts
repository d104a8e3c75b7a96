/** Puts the operator of this checkout onto a cluster, as its README tells people to. */
import { join } from 'node:path';

import type { Progress } from './local/progress.ts';

/** Runs kubectl against one cluster and answers with what it prints. */
export type Kubectl = (words: readonly string[]) => Promise<string>;

const REPOSITORY = join(import.meta.dirname, '../..');
const OPERATOR = ['namespace', 'operator-rights', 'driver-policy', 'operator'].map(
  (name) => `deploy/${name}.yaml`,
);

/** Applies the CRDs and waits until the API server serves them. Safe to repeat. */
export async function installCrds(kubectl: Kubectl): Promise<void> {
  await kubectl(['apply', '-f', file('crds')]);
  await kubectl(['wait', '--for=condition=Established', '--timeout=60s', '-f', file('crds')]);
}

/**
 * Applies the CRDs, the operator and, in `jobNamespace`, the account that drivers run under; waits until the operator
 * is ready. Safe to repeat. Assumes: the operator's image is there.
 */
export async function installOperator(
  kubectl: Kubectl,
  jobNamespace: string,
  progress: Progress,
): Promise<void> {
  await progress.step('install the operator', async () => {
    await installCrds(kubectl);
    await kubectl(['apply', ...OPERATOR.flatMap((path) => ['-f', file(path)])]);
    await kubectl(['apply', '-n', jobNamespace, '-f', file('deploy/job-account.yaml')]);
    await kubectl([
      '-n',
      'spark-operator',
      'rollout',
      'status',
      'deployment/spark-operator',
      '--timeout=180s',
    ]);
  });
}

const file = (path: string): string => join(REPOSITORY, path);
