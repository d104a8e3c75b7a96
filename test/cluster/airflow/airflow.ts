/** Apache Airflow with the provider that has its Spark operator, as the host runs it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cached } from '../local/cache.ts';
import { contentKey } from '../local/content-key.ts';
import { ensureDebianPackages } from '../local/debian-packages.ts';
import { silentProgress, type Progress } from '../local/progress.ts';
import { capture, run } from '../local/run.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const DAGS = join(import.meta.dirname, '../../../examples/airflow');

/** The folder with its Python modules. Installed on the first call. */
export async function airflowModules(progress: Progress = silentProgress): Promise<string> {
  const python = await capture(['python3', '--version']);
  const install = (folder: string): Promise<void> =>
    progress.step('install Apache Airflow', async () => {
      await ensureDebianPackages(['python3', 'python3-pip'], progress);
      const quietly = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--no-deps'];
      await run([...PIP, 'install', ...quietly, '--target', folder, '--requirement', REQUIREMENTS]);
    });
  const key = await contentKey({ texts: [python], paths: [REQUIREMENTS] });
  return await cached('airflow', key, install, progress);
}

const PIP = ['python3', '-m', 'pip'];

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
