import { CONF } from '../../spark/conf-keys.ts';
import { SparkConf } from '../../spark/spark-conf.ts';
import { ApiError } from '../../kube/api-error.ts';
import { apiRemedy } from '../api-remedy.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type ClusterChoice } from '../cluster.ts';
import { parseFlags } from '../command-line.ts';
import { EXIT, type Command, type Terminal } from '../command.ts';
import { formatNamed, jsonText, yamlText } from '../output.ts';
import { readPropertyFiles } from '../submit/property-files.ts';
import { writtenProperties } from '../submit/submission.ts';
import { parseSubmitWords } from '../submit/submit-words.ts';
import { failure, type Finding } from './finding.ts';
import { judgeDefinition } from './judge-definition.ts';
import { judgeNamespace } from './judge-namespace.ts';
import { judgeOperators } from './judge-operator.ts';
import { observe, type WhereToLook } from './observe.ts';
import { judgeUpload, observeUpload } from './upload-path.ts';

const USAGE = `Usage: sparkctl doctor [flags]

Says what keeps applications from running in a namespace, and what to do about it: the CRDs, the operator, your rights, the
account of drivers, images that cannot be pulled, and the upload path, to which it puts a small file and removes it. In the
cluster it changes nothing.

  -c, --conf KEY=VALUE   properties as for sparkctl submit; may be repeated
      --properties-file FILE
                         instead of spark-defaults.conf in SPARK_CONF_DIR or SPARK_HOME/conf
      --service-account NAME
                         of drivers (spark.kubernetes.authenticate.driver.serviceAccountName, else spark)
      --operator-namespace NAME
                         of the operator (wherever it is)
  -o, --output FORMAT    json or yaml (text)
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl doctor -n jobs
  sparkctl doctor -c spark.kubernetes.file.upload.path=s3a://bucket/uploads -o json

Exit codes: 0 there is no failure, 1 there is one, 2 wrong flags.
`;

const OPTIONS = {
  ...CLUSTER_OPTIONS,
  conf: { type: 'string', short: 'c', multiple: true, default: [] as string[] },
  'properties-file': { type: 'string' },
  'service-account': { type: 'string' },
  'operator-namespace': { type: 'string' },
  output: { type: 'string', short: 'o' },
} as const;

/** The account of `deploy/job-account.yaml`. */
const USUAL_ACCOUNT = 'spark';

/**
 * Looks at everything that an application needs, and says what is missing:
 *
 *   observe the cluster and the upload path ─→ judge what was seen ─→ findings ─→ text, or JSON for scripts
 *
 * Guarantees: what may not be seen is no failure; a server that does not answer is a finding like others.
 */
export const doctor: Command = {
  usage: USAGE,
  async run(words, terminal) {
    const flags = parseFlags(words, OPTIONS);
    const write =
      flags.output === undefined
        ? findingsText
        : formatNamed(flags.output, { json: jsonText, yaml: yamlText });
    const conf = await confOf(flags.conf, flags['properties-file'], terminal);
    const account = flags['service-account'] ?? conf.read(CONF.driverServiceAccount) ?? USUAL_ACCOUNT;
    const [cluster, upload] = await Promise.all([
      findingsInCluster(flags, { account, operatorNamespace: flags['operator-namespace'] }, terminal),
      observeUpload(conf, terminal).then(judgeUpload),
    ]);
    const findings = [...cluster, upload];
    terminal.print(write(findings));
    return findings.some(({ verdict }) => verdict === 'failure') ? EXIT.failed : EXIT.done;
  },
};

/** As `sparkctl submit` reads them. Fails: with a CommandError for a file that cannot be read. */
async function confOf(
  pairs: readonly string[],
  file: string | undefined,
  { environment }: Terminal,
): Promise<SparkConf> {
  const given = pairs.flatMap((pair) => ['--conf', pair]);
  const words = parseSubmitWords(file === undefined ? given : [...given, '--properties-file', file]);
  return SparkConf.from([...writtenProperties(words, await readPropertyFiles(words, environment))]);
}

/** Where nobody answers, there is one finding. */
async function findingsInCluster(
  choice: ClusterChoice,
  looked: WhereToLook,
  terminal: Terminal,
): Promise<readonly Finding[]> {
  try {
    return await withCluster(choice, terminal, async (cluster) => {
      const observed = await observe(cluster, looked);
      return [
        ...observed.definitions.map(judgeDefinition),
        ...judgeOperators(observed, cluster.now()),
        ...judgeNamespace(observed),
      ];
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const remedy = apiRemedy(error) ?? 'check the kubeconfig: --context and --kubeconfig choose another one';
    return [
      failure(
        'cluster',
        error.message,
        remedy.replace(/^./u, (letter) => letter.toUpperCase()),
      ),
    ];
  }
}

/** A line for each finding, and one below it for what to do; at the end how many of which kind. */
function findingsText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, verdict, says, remedy }) => [
    `${verdict.padEnd(8)} ${check}: ${says}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(9)}${remedy}.`]),
  ]);
  const count = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const [failures, warnings] = [count('failure'), count('warning')];
  const numbers = `${failures} ${failures === 1 ? 'failure' : 'failures'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  return [...lines, '', failures + warnings === 0 ? 'nothing is wrong' : numbers, ''].join('\n');
}
