import { systemClock, type Clock } from '../../src/clock.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import { jsonLog, type LogLevel } from '../../src/log.ts';
import { NO_METRICS } from '../../src/metrics/metrics.ts';
import { SparkOperator, type OperatorSettings } from '../../src/spark-operator.ts';

/** An operator at work in one namespace. */
export interface RunningOperator {
  /** Ends it in good order; settles when its last request has ended. */
  stop(): Promise<void>;
  /** Lets it go without waiting: for one whose API server has fallen silent. */
  abandon(): void;
}

/** Starts the operator of this checkout in this process, against that API server. */
export function startOperator(
  api: ApiServer,
  namespace: string,
  settings: Partial<OperatorSettings> = {},
  clock: Clock = systemClock,
): RunningOperator {
  const stop = new AbortController();
  const level = (process.env['TEST_LOG_LEVEL'] ?? 'silent') as LogLevel;
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
    { api, clock, log: jsonLog(level), metrics: NO_METRICS, random: Math.random },
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
