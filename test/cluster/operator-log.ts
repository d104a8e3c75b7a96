import type { LocalCluster } from './local/cluster.ts';
import { errorText } from './local/error-text.ts';

/** What the operator did last, for whoever looks for the cause of a failure. */
export async function operatorLog(kubectl: LocalCluster['kubectl']): Promise<string> {
  const words = ['logs', '--namespace=spark-operator', 'deployment/spark-operator', '--tail=300'];
  const log = await kubectl(words).catch(errorText);
  return ['the log of the operator:', ...log.split('\n').map((line) => line.slice(0, 300))].join('\n');
}
