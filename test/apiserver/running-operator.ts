import { systemClock, type Clock } from '../../src/clock.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import { jsonLog, type Log, type LogLevel } from '../../src/log.ts';
import { NO_METRICS } from '../../src/metrics/metrics.ts';
import { SparkOperator, type OperatorSettings } from '../../src/operator/spark-operator.ts';

/** An operator at work in one namespace. */
export interface RunningOperator {
  /** Ends it in good order; settles when its last request has ended. */
  stop(): Promise<void>;
  /** Lets it go without waiting: for one whose API server has fallen silent. */
  abandon(): void;
}

const USUAL_LOG = jsonLog((process.env['TEST_LOG_LEVEL'] ?? 'silent') as LogLevel);

/** Starts the operator of this checkout in this process, against that API server. */
export function startOperator(
  api: ApiServer,
  namespace: string,
  { log = USUAL_LOG, ...settings }: Partial<OperatorSettings> & { readonly log?: Log } = {},
  clock: Clock = systemClock,
): RunningOperator {
  const stop = new AbortController();
  const operator = new SparkOperator(
    {
      namespaces: [namespace],
      workers: 4,
      maxExecutorsPerApplication: 100,
      defaultTimeToLiveSeconds: undefined,
      driverPlugin: Buffer.from('a jar'),
      sparkUser: 'spark',
      identity: 'test',
      ...settings,
    },
    { api, clock, log, metrics: NO_METRICS, random: Math.random },
  );
  const ended = operator.runUntil(stop.signal);
  ended.catch(() => undefined);
  return {
    stop: async () => {
      stop.abort();
      await ended;
    },
    abandon: () => stop.abort(),
  };
}
