/** What the Spark image has besides Debian: Spark itself, its user, its entrypoint and its examples. */
import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureDebianPackages } from '../../local/debian-packages.ts';
import type { Progress } from '../../local/progress.ts';
import { capture, run } from '../../local/run.ts';
import { unpackedPyspark, type PysparkPackage } from '../pyspark-package.ts';

export const SPARK_HOME = '/opt/spark';
export const SPARK_USER = 185;

/** From where in the package to where below the home of Spark. Not every release has the last two. */
const PARTS: readonly (readonly [string, string])[] = [
  ['deps/bin', 'bin'],
  ['deps/sbin', 'sbin'],
  ['deps/jars', 'jars'],
  ['deps/data', 'data'],
  ['deps/licenses', 'licenses'],
  ['deps/examples', 'examples/src/main/python'],
  ['lib', 'python/lib'],
  ['pyspark', 'python/pyspark'],
  ['LICENSE', 'LICENSE'],
  ['NOTICE', 'NOTICE'],
];

/** Where the files of an image go. */
export interface SparkLayer {
  /** The folder they are written to, as if it were `/`. */
  readonly root: string;
  /** The layer they are laid over. */
  readonly debian: string;
}

/** Writes all files of the release. */
export async function writeSparkFiles(
  release: PysparkPackage,
  { root, debian }: SparkLayer,
  progress: Progress,
): Promise<void> {
  const home = join(root, SPARK_HOME);
  const spark = await unpackedPyspark(release, progress);
  for (const [from, to] of PARTS) {
    if (!existsSync(join(spark, from))) continue;
    await mkdir(join(home, to, '..'), { recursive: true });
    await run(['cp', '--archive', '--link', join(spark, from), join(home, to)]);
  }
  await writeFile(join(home, 'RELEASE'), `Spark ${release.version}\n`);
  await writeExamplesJar(home, release.version, progress);
  for (const script of ['entrypoint.sh', 'decom.sh']) {
    await copyFile(join(import.meta.dirname, script), join(root, 'opt', script));
    await chmod(join(root, 'opt', script), 0o755);
  }
  await writeUser(root, debian);
  const workFolder = join(home, 'work-dir');
  await mkdir(workFolder);
  await chown(workFolder, SPARK_USER, 0);
  await chmod(workFolder, 0o775);
}

/** The user of the image; the group root may add others, which the entrypoint does for user ids without a name. */
async function writeUser(root: string, debian: string): Promise<void> {
  await mkdir(join(root, 'etc'));
  const lines: readonly (readonly [string, string])[] = [
    ['passwd', `spark:x:${SPARK_USER}:${SPARK_USER}::${SPARK_HOME}:/usr/sbin/nologin\n`],
    ['group', `spark:x:${SPARK_USER}:\n`],
  ];
  for (const [name, line] of lines) {
    const before = await capture(['tar', '--extract', '--to-stdout', '--file', debian, `./etc/${name}`]);
    await writeFile(join(root, 'etc', name), before + line);
  }
  await chmod(join(root, 'etc/passwd'), 0o664);
}

/** Programs in this folder. */
const EXAMPLES = ['SparkPi.java', 'SumInRounds.java'];

/** The package has no jar of examples: ours are compiled here, against the jars of the image. */
async function writeExamplesJar(home: string, version: string, progress: Progress): Promise<void> {
  await ensureDebianPackages(['openjdk-17-jdk-headless'], progress);
  const classes = await mkdtemp(join(tmpdir(), 'spark-examples-'));
  const sources = EXAMPLES.map((source) => join(import.meta.dirname, source));
  const jars = join(home, 'examples/jars');
  const scala = version.startsWith('3.') ? '2.12' : '2.13';
  const name = `spark-examples_${scala}-${version}.jar`;
  await mkdir(jars, { recursive: true });
  await run(['javac', '--release', '17', '-classpath', join(home, 'jars/*'), '-d', classes, ...sources]);
  await run([
    'jar',
    '--create',
    '--date=1980-01-01T00:00:02Z',
    '--file',
    join(jars, name),
    '-C',
    classes,
    '.',
  ]);
  await symlink(name, join(jars, 'spark-examples.jar'));
  await rm(classes, { recursive: true });
}
