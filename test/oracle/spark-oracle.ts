/** Spark's own builders, running in one JVM that answers case after case. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { unpackedPyspark, type PysparkPackage } from '../cluster/images/pyspark-package.ts';
import { cached } from '../cluster/local/cache.ts';
import { contentKey } from '../cluster/local/content-key.ts';
import { ensureDebianPackages } from '../cluster/local/debian-packages.ts';
import type { Progress } from '../cluster/local/progress.ts';
import { run } from '../cluster/local/run.ts';
import type { Json, JsonObject } from '../golden/json.ts';
import { questionOf, SPARK_USER, type OracleCase } from './oracle-case.ts';

const HARNESS = join(import.meta.dirname, 'harness');
const JDK = 'openjdk-17-jdk-headless';

/** What Spark needs to run on Java 17, and what keeps it from looking at this machine. */
const JVM_FLAGS = [
  '-Xmx1g',
  '-XX:+UseSerialGC',
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-opens=java.base/java.lang=ALL-UNNAMED',
  '--add-opens=java.base/java.util=ALL-UNNAMED',
];

/** So much of the harness's standard error is kept, to be shown if it fails. */
const LAST_CHARACTERS = 4_000;

interface Waiting {
  readonly resolve: (answer: Json) => void;
  readonly reject: (error: Error) => void;
}

/** Answers what Spark makes of a case. Many may be asked at once; they are answered in their order. */
export class SparkOracle {
  readonly sparkVersion: string;
  /** Where the JVM runs. */
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #waiting: Waiting[] = [];
  #lastWords = '';

  private constructor(sparkVersion: string, child: ChildProcess, folder: string) {
    this.sparkVersion = sparkVersion;
    this.#child = child;
    this.folder = folder;
    if (child.stdout === null || child.stderr === null) throw new Error('the harness has no output');
    createInterface(child.stdout).on('line', (line) =>
      this.#waiting.shift()?.resolve(JSON.parse(line) as Json),
    );
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_CHARACTERS);
    });
    this.#ended = new Promise((resolve) => child.on('close', () => resolve(this.#refuseTheRest())));
  }

  /** Starts the JVM; downloads and compiles what is missing. Fails: when that fails, with the reason. */
  static async start(
    spark: PysparkPackage,
    progress: Progress,
    program: 'SparkOracle' | 'SubmitOracle' = 'SparkOracle',
  ): Promise<SparkOracle> {
    const jars = join(await unpackedPyspark(spark, progress), 'deps/jars');
    await ensureJdk(progress);
    const classes = await compiled(spark, jars, progress);
    // Spark leaves files in its temporary folder.
    const folder = await mkdtemp(join(tmpdir(), 'spark-oracle-'));
    const classPath = `${classes}:${jars}/*`;
    const child = spawn('java', [...JVM_FLAGS, `-Djava.io.tmpdir=${folder}`, '-cp', classPath, program], {
      // The files of a case are written here.
      cwd: folder,
      // Nothing else: Spark reads many variables, and so does its Kubernetes client.
      env: { PATH: process.env['PATH'], HOME: folder, SPARK_USER, LC_ALL: 'C.UTF-8' },
      stdio: 'pipe',
    });
    return new SparkOracle(spark.version, child, folder);
  }

  /** What Spark makes of it, as the harness describes it. Fails: when the JVM ends without an answer. */
  async ask(asked: OracleCase): Promise<Json> {
    return await this.answer(questionOf(asked));
  }

  /** What the program says to that line. Fails: when the JVM ends without an answer. */
  async answer(question: JsonObject): Promise<Json> {
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#child.exitCode !== null) this.#refuseTheRest();
      else this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    });
  }

  /** Ends the JVM. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  #refuseTheRest(): void {
    for (const { reject } of this.#waiting.splice(0)) {
      reject(new Error(`the JVM ended with exit code ${this.#child.exitCode} and said:\n${this.#lastWords}`));
    }
  }
}

async function ensureJdk(progress: Progress): Promise<void> {
  const isThere = await run(['javac', '-version']).then(
    () => true,
    () => false,
  );
  if (!isThere) await ensureDebianPackages([JDK], progress);
}

/** The folder with the harness, compiled against the jars of that release. */
async function compiled(spark: PysparkPackage, jars: string, progress: Progress): Promise<string> {
  const key = await contentKey({ texts: [spark.version, spark.sha256], paths: [HARNESS] });
  const files = await readdir(HARNESS);
  const sources = files.filter((name) => name.endsWith('.java')).map((name) => join(HARNESS, name));
  const compile = async (folder: string): Promise<void> => {
    const flags = ['-proc:none', '-nowarn', '-d', folder, '-cp', `${jars}/*`];
    await progress.step(`compile the harness for Spark ${spark.version}`, () =>
      run(['javac', ...flags, ...sources]),
    );
    await run(['cp', join(HARNESS, 'log4j2.properties'), folder]);
  };
  return await cached('spark-oracle', key, compile, progress);
}
