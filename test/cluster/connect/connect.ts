/** A Spark Connect client, as the host runs it: PySpark of the release that the cluster runs. */
import { join } from 'node:path';

import { SPARK, unpackedPyspark } from '../images/pyspark-package.ts';
import type { LocalCluster } from '../local/cluster.ts';
import { silentProgress, type Progress } from '../local/progress.ts';
import { capture, run } from '../local/run.ts';
import { pythonModules } from '../python-modules.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const SCRIPT = join(import.meta.dirname, 'sum.py');
const PORT = '15002';

/** PYTHONPATH of a client. Installed on the first call. */
export async function connectModules(progress: Progress = silentProgress): Promise<string> {
  const modules = await pythonModules('spark-connect', REQUIREMENTS, progress);
  return [await unpackedPyspark(SPARK, progress), modules].join(':');
}

/**
 * What `sum.py` prints of the server behind `service/spark-connect`, which it reaches as the example says: by a
 * port-forward. Fails: with what it or the port-forward said.
 */
export async function connectSum(cluster: LocalCluster, namespace: string): Promise<string> {
  const env = { ...cluster.environment, PYTHONPATH: await connectModules() };
  const end = new AbortController();
  const words = ['--namespace', namespace, 'port-forward', 'service/spark-connect', PORT];
  const forward = run(cluster.kubectlCommand(words), { env, signal: end.signal });
  try {
    const script = cluster.inNetwork(['python3', SCRIPT, `sc://localhost:${PORT}`]);
    return await Promise.race([capture(script, { env }), forward.then(() => 'the port-forward has ended')]);
  } finally {
    end.abort();
    await forward.catch(() => undefined);
  }
}
