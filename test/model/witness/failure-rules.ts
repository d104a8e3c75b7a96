/** What must hold once more executors have failed than may. */
import type { ExecutorLoss, ExecutorSetStatus } from '../../../src/api/spark-executor-set.ts';
import type { StatusStep } from './status-step.ts';

/** Spark's own exit code for that. */
const EXIT_CODE = 11;

/** One version of a status. */
interface FailureSight {
  readonly before: ExecutorSetStatus;
  readonly status: ExecutorSetStatus;
  /** The losses that are new in it. */
  readonly news: readonly ExecutorLoss[];
  readonly step: StatusStep;
}

/**
 * The status that records one failure too many tells the driver to end, none before does, and it stays told. Failures
 * are those that the application has caused, as its driver is told of them; each SparkContext has its own. Whoever has to
 * end gets no more executors.
 */
export class FailureRules {
  readonly #most: number;
  /** Undefined where ends were recorded that no driver was told of. */
  #failures: number | undefined = 0;

  /** @param most more of them end the application */
  constructor(most: number) {
    this.#most = most;
  }

  check({ before, status, news, step }: FailureSight, say: (violation: string) => void): void {
    if (step.isFirst) this.#failures = sumOf(status.countedFailures ?? []);
    else if (before.failure === undefined) this.#count(news, step);
    else if (status.failure === undefined) say('the driver was told to end, and is not any more');
    if (!step.isFirst && before.failure === undefined) this.#judge(status, say);
    if (hasToEnd(status) && nextIn(status) > nextIn(before))
      say('executors are asked for although the driver has to end');
  }

  #judge({ failure, countedFailures = [] }: ExecutorSetStatus, say: (violation: string) => void): void {
    if (this.#failures === undefined) return;
    const said = inWords(sumOf(countedFailures), failure?.exitCode);
    const right = inWords(this.#failures, this.#failures > this.#most ? EXIT_CODE : undefined);
    if (said !== right) say(`the set says ${said}; where ${this.#most} may fail, right is ${right}`);
  }

  #count(news: readonly ExecutorLoss[], { isAnew, isHeard }: StatusStep): void {
    if (isAnew) this.#failures = 0;
    else if (!isHeard) this.#failures = undefined;
    if (this.#failures === undefined) return;
    this.#failures += news.filter((loss) => loss.causedByApplication && loss.exitCode !== 0).length;
  }
}

const sumOf = (counted: readonly { readonly count: number }[]): number =>
  counted.reduce((sum, { count }) => sum + count, 0);

const inWords = (failures: number, exitCode: number | undefined): string =>
  `${failures} failures, ${exitCode === undefined ? 'the driver goes on' : `it ends with ${exitCode}`}`;

const hasToEnd = ({ failure }: ExecutorSetStatus): boolean => failure !== undefined;

const nextIn = ({ nextExecutorId = 1 }: ExecutorSetStatus): number => nextExecutorId;
