import { CONF } from '../../spark/conf-keys.ts';
import type { UploadPlan } from '../../upload/upload-plan.ts';
import { UploadError } from '../../upload/upload-store.ts';
import { withCluster, type ClusterChoice } from '../cluster.ts';
import { followApplication } from '../follow/follow-application.ts';
import { EXIT, UsageError, type Command, type Terminal } from '../command.ts';
import { formatNamed, OBJECT_FORMATS } from '../output.ts';
import { create } from './created.ts';
import { prepare, type Prepared } from './prepared.ts';
import { submissionCredentials } from './submission-credentials.ts';
import { lastValue, parseSubmitWords, type SubmitWords } from './submit-words.ts';
import { killSubmitted, showSubmitted } from '../submitted-before.ts';
import { uploaded, type Uploaded } from './uploads.ts';
import { USAGE } from './usage.ts';

/**
 * Takes what `spark-submit` takes, and makes a SparkApplication of it.
 *
 * Guarantees: where submitting fails, nothing is left in the cluster. Once the application is made, it goes on whatever
 * becomes of following it; where that fails, it is told how to come back.
 */
export const submit: Command = {
  usage: USAGE,
  hasOwnWords: true,
  async run(all, terminal) {
    const words = parseSubmitWords(all);
    const killed = lastValue(words, '--kill');
    const shown = lastValue(words, '--status');
    if (killed !== undefined && shown !== undefined)
      throw new UsageError('--kill and --status exclude each other');
    if (killed !== undefined || shown !== undefined)
      return await onSubmitted(words, { killed, shown }, terminal);
    const write = formatNamed(lastValue(words, '--output') ?? 'yaml', OBJECT_FORMATS);
    const prepared = await prepare(words, terminal);
    if (prepared === undefined) return EXIT.failed;
    if (words.values.has('--verbose')) tellProperties(prepared, terminal);
    if (words.values.has('--dry-run')) {
      terminal.print(write([...prepared.configMaps, prepared.application]));
      if (prepared.upload !== undefined) terminal.tell(`not uploaded: ${filesText(prepared.upload)}`);
      return EXIT.done;
    }
    return await submitted(prepared, words, terminal);
  },
};

/** Spark's own property for `--detach`. */
const WAIT = 'spark.kubernetes.submission.waitAppCompletion';

/** In the cluster that flags and properties choose, the kubeconfig where they say nothing. */
function submitted(prepared: Prepared, words: SubmitWords, terminal: Terminal): Promise<number> {
  const { conf } = prepared.submission;
  const choice = choiceOf(words, {
    namespace: conf.get(CONF.namespace.key),
    context: conf.get('spark.kubernetes.context'),
    server: serverOf(conf.get(CONF.master.key)),
    credentials: submissionCredentials((key) => conf.get(key)),
  });
  return withCluster(choice, terminal, async (cluster) => {
    const { api, namespace } = cluster;
    // Only after this can somebody else find the application, so its files are there by then.
    const files = await uploadedFiles(prepared, terminal);
    const application = await create(prepared, namespace, api).catch(async (error: unknown) => {
      // The reason is what there is to tell at the end, also where they cannot be removed.
      await files?.remove().catch((cause: unknown) => tellOf(cause, terminal));
      throw error;
    });
    const created = `sparkapplication/${application.metadata.name} created in ${namespace}`;
    if (words.values.has('--detach') || conf.get(WAIT) === 'false') {
      terminal.print(`${created}\n`);
      return EXIT.done;
    }
    // Standard output is for the log of the driver then.
    terminal.tell(created);
    const followed = await followApplication(application, cluster, terminal);
    if (followed.kind === 'detached') return EXIT.done;
    // Whatever stays, the driver has ended as it has.
    if (words.values.has('--upload-cleanup'))
      await files?.remove().catch((cause: unknown) => tellOf(cause, terminal));
    return followed.exitCode;
  });
}

/** Fails: with what is no failure of an upload. */
function tellOf(cause: unknown, terminal: Terminal): void {
  if (!(cause instanceof UploadError)) throw cause;
  terminal.tell(`warning: ${cause.message}`);
}

/** Undefined where there is nothing to upload. */
async function uploadedFiles(
  { upload, submission }: Prepared,
  terminal: Terminal,
): Promise<Uploaded | undefined> {
  if (upload === undefined) return undefined;
  return await uploaded(upload, submission, terminal, terminal.interrupted());
}

/** From where to where. */
const filesText = ({ uploads }: UploadPlan): string =>
  uploads.map(({ path, target }) => `${path} → ${target}`).join(', ');

/**
 * `--kill` and `--status`, which need no application of their own.
 *
 * Files of properties are not read for them: only flags say where to look.
 */
function onSubmitted(
  words: SubmitWords,
  { killed, shown }: { readonly killed: string | undefined; readonly shown: string | undefined },
  terminal: Terminal,
): Promise<number> {
  const choice = choiceOf(words, {
    namespace: lastValue(words, '--namespace'),
    context: lastValue(words, '--context') ?? confFlag(words, 'spark.kubernetes.context'),
    server: serverOf(lastValue(words, '--master') ?? terminal.environment['MASTER']),
    credentials: submissionCredentials((key) => confFlag(words, key)),
  });
  return withCluster(choice, terminal, async (cluster) => {
    if (killed !== undefined) await killSubmitted(killed, cluster, terminal);
    if (shown !== undefined) await showSubmitted(shown, cluster, terminal);
    return EXIT.done;
  });
}

/** The last `--conf` of that key. */
function confFlag({ values }: SubmitWords, key: string): string | undefined {
  const found = values.get('--conf')?.findLast((text) => text.startsWith(`${key}=`));
  return found?.slice(key.length + 1);
}

/** With the kubeconfig that the words name, if any. */
const choiceOf = (words: SubmitWords, choice: ClusterChoice): ClusterChoice => ({
  ...choice,
  kubeconfig: lastValue(words, '--kubeconfig'),
});

/** Undefined where the kubeconfig says. */
function serverOf(master: string | undefined): string | undefined {
  const server = master?.replace(/^k8s:\/\/(?!https?:)/u, 'k8s://https://').replace(/^k8s:\/\//u, '');
  return server === '' ? undefined : server;
}

/** Values that look like secrets are not shown. @see Spark `spark.redaction.regex` */
function tellProperties({ submission: { conf, main, mainClass } }: Prepared, terminal: Terminal): void {
  terminal.tell(`main resource ${main.uri}${mainClass === undefined ? '' : `, class ${mainClass}`}`);
  for (const [key, value] of conf.entries()) {
    const isSecret = /secret|password|token|access[.]?key|api[.]?key/iu.test(key);
    terminal.tell(`  ${key}=${isSecret ? '*********(redacted)' : value}`);
  }
}
