/** Apache Airflow with the provider that has its Spark operator, as the host runs it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Progress } from '../local/progress.ts';
import { capture } from '../local/run.ts';
import { pythonModules } from '../python-modules.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const DAGS = join(import.meta.dirname, '../../../examples/airflow');

/** The folder with its Python modules. Installed on the first call. */
export const airflowModules = (progress?: Progress): Promise<string> =>
  pythonModules('airflow', REQUIREMENTS, progress);

/**
 * Runs a DAG of `examples/airflow` to its end, and answers with all that its tasks logged.
 *
 * @param parameters what `params` of the DAG are
 * @param kubeconfig the file by which it reaches the cluster
 * Fails: with the last lines of the log when a task fails.
 */
export async function runDag(
  dag: string,
  parameters: Readonly<Record<string, string>>,
  kubeconfig: string,
): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'airflow-'));
  const env = {
    PYTHONPATH: await airflowModules(),
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: DAGS,
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    AIRFLOW_CONN_KUBERNETES_DEFAULT: JSON.stringify({
      conn_type: 'kubernetes',
      extra: { kube_config_path: kubeconfig },
    }),
  };
  try {
    await capture(['python3', '-m', 'airflow', 'db', 'migrate'], { env });
    const words = ['dags', 'test', dag, '--dagfile-path', join(DAGS, `${dag}.py`)];
    return await capture(['python3', '-m', 'airflow', ...words, '--conf', JSON.stringify(parameters)], {
      env,
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
