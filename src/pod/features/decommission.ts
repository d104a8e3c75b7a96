import { CONF } from '../../spark/conf-keys.ts';
import type { ExecutorConf } from '../executor-conf.ts';
import { withContainer, type FeatureStep } from '../spark-pod.ts';

/**
 * Before an executor is stopped it gets the time to move its blocks away.
 *
 * @see Spark `BasicExecutorFeatureStep`, `spark.decommission.enabled`
 */
export const decommission: FeatureStep<ExecutorConf> = (soFar, { spark }) =>
  spark.read(CONF.decommission)
    ? withContainer(soFar, {
        lifecycle: { preStop: { exec: { command: [spark.read(CONF.decommissionScript)] } } },
      })
    : soFar;
