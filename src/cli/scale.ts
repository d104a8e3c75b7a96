import { isTerminal } from '../api/application-state.ts';
import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { CONF } from '../spark/conf-keys.ts';
import { reportedFlag } from '../spark/reported-flag.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseCount, parseNamed } from './command-line.ts';
import { CommandError, EXIT, UsageError, type Command } from './command.ts';
import { applicationNamed, executorSetOf } from './named-application.ts';

const USAGE = `Usage: sparkctl scale APP --replicas N [flags]

Changes how many executors an application has, also while it runs: it sets spec.executor.instances. Executors to go are
the newest; they get no more tasks, and move their blocks away first where spark.decommission.enabled is set.

      --replicas N       executors, at least 1
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl scale spark-pi --replicas 4

Exit codes: 0 scaled, 1 there is nothing to scale or the cluster refuses it, 2 wrong flags.
`;

const OPTIONS = { ...CLUSTER_OPTIONS, replicas: { type: 'string' } } as const;

/**
 * Changes the number of executors of an application, as `kubectl scale` does, and also where the field is not there yet.
 *
 * Guarantees: nothing is changed where it would have no effect; the reason is told instead. A write of somebody else at
 * the same time, to any other field, is left as it is.
 */
export const scale: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    if (flags.replicas === undefined) throw new UsageError('--replicas N is missing');
    const replicas = parseCount('--replicas', flags.replicas);
    if (replicas === 0) throw new UsageError('--replicas takes at least 1');
    return withCluster(flags, terminal, async (cluster) => {
      const application = await applicationNamed(name, cluster);
      const obstacle = endOf(application) ?? (await managerOf(application, cluster));
      if (obstacle !== undefined) throw new CommandError(`${name} was not scaled: ${obstacle}`);
      const patch = { spec: { executor: { instances: replicas } } };
      await cluster.api.mergePatch(APPLICATIONS, application.metadata, patch);
      terminal.print(`${name} scaled ${fromTo(application.spec.executor.instances, replicas)}\n`);
      return EXIT.done;
    });
  },
};

/** Before and after; the field need not have been there. */
const fromTo = (before: number | undefined, replicas: number): string =>
  before === undefined ? `to ${replicas}` : `from ${before} to ${replicas}`;

/** An application that is over has no executors; what it is to have when it begins again is a matter of its file. */
function endOf({ status }: SparkApplication): string | undefined {
  const state = status?.applicationState.state ?? '';
  return isTerminal(state) ? `it has ended (${state})` : undefined;
}

/** Who else decides about its executors, if somebody does. */
async function managerOf(application: SparkApplication, cluster: Cluster): Promise<string | undefined> {
  if (application.status?.executorManagement === 'Driver') {
    return 'its driver makes the executors itself (Driver mode), as many as it was submitted with';
  }
  return (await allocatesDynamically(application, cluster))
    ? 'with dynamic allocation its driver decides, between spark.dynamicAllocation.minExecutors and maxExecutors'
    : undefined;
}

/** By what the driver says, because code may switch it on; by the application where no driver speaks. */
async function allocatesDynamically(application: SparkApplication, cluster: Cluster): Promise<boolean> {
  const { spec } = application;
  const reported = (await executorSetOf(application, cluster))?.spec.conf;
  return (
    reportedFlag(reported, CONF.dynamicAllocation) ??
    spec.dynamicAllocation?.enabled ??
    reportedFlag(spec.sparkConf, CONF.dynamicAllocation) ??
    false
  );
}
