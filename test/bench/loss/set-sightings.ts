/** When a driver could know of each loss: the moments at which its executor set showed them. */
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { systemClock } from '../../../src/clock.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import { Informer } from '../../../src/kube/informer.ts';
import type { Projection } from '../../../src/kube/projection-cache.ts';
import { jsonLog } from '../../../src/log.ts';

/** By the id of the executor, on the clock of `performance.now()`. Grows while the watch goes on. */
export async function watchLosses(
  api: ApiServer,
  namespace: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const seenMs = new Map<number, number>();
  const informer = new Informer<SparkExecutorSet, Projection>(
    {
      resource: EXECUTOR_SETS,
      namespace,
      project: ({ metadata: { namespace, name, uid, resourceVersion }, status }) => {
        for (const { id } of status?.losses ?? []) if (!seenMs.has(id)) seenMs.set(id, performance.now());
        return { namespace, name, uid, resourceVersion };
      },
      indexes: {},
      onChange: () => undefined,
    },
    { api, clock: systemClock, log: jsonLog('silent'), random: Math.random },
  );
  void informer.run(signal);
  await informer.synced;
  return seenMs;
}
