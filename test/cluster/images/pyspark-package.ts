/** Spark as its Python source package carries it: all jars, scripts and Python modules of a release, in one archive. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cached } from '../local/cache.ts';
import { contentKey } from '../local/content-key.ts';
import { ensureDebianPackages } from '../local/debian-packages.ts';
import type { Progress } from '../local/progress.ts';
import { run } from '../local/run.ts';

export interface PysparkPackage {
  readonly version: string;
  /** SHA-256 of the archive. */
  readonly sha256: string;
  /** What is kept of it, as patterns that `tar --wildcards` takes; they match below the archive's top folder. */
  readonly parts: readonly string[];
}

/** What an image of Spark needs. */
const IMAGE_PARTS = ['deps', 'lib', 'pyspark'];

/** The release that the local cluster runs. */
export const SPARK: PysparkPackage = {
  version: '4.3.0',
  sha256: 'e8c517948eff7088a7aa07449aa8eafa4a15a8d50319de2525a6fd26622476c6',
  parts: IMAGE_PARTS,
};

/** The last of the releases before Spark 4, which the local cluster can run beside it. */
export const SPARK_3_5: PysparkPackage = {
  version: '3.5.9',
  sha256: 'ea27adc39ddac9413b8951e45aa748cbed6c785971b81386efc41938f6243d93',
  parts: IMAGE_PARTS,
};

/** The folder with the wanted parts of the package, downloaded once. Fails: when the archive is not the pinned one. */
export async function unpackedPyspark(spark: PysparkPackage, progress: Progress): Promise<string> {
  const key = await contentKey({ texts: [spark.version, spark.sha256, ...spark.parts] });
  const unpack = async (folder: string): Promise<void> => {
    const download = join(folder, 'download');
    await progress.step(`download Spark ${spark.version}`, () => downloadInto(download, spark, progress));
    const archives = await readdir(download);
    const archive = join(download, archives.find((name) => name.endsWith('.tar.gz')) ?? '');
    const patterns = spark.parts.map((part) => `pyspark-${spark.version}/${part}`);
    const into = ['--directory', folder, '--strip-components=1', '--wildcards', '--no-same-owner'];
    await progress.step(`unpack Spark ${spark.version}`, () =>
      run(['tar', '--extract', '--file', archive, ...into, ...patterns]),
    );
    await rm(download, { recursive: true });
  };
  return await cached('pyspark', key, unpack, progress);
}

async function downloadInto(folder: string, spark: PysparkPackage, progress: Progress): Promise<void> {
  await mkdir(folder);
  const pip = ['python3', '-m', 'pip'];
  if (!(await succeeds([...pip, '--version']))) {
    await ensureDebianPackages(['python3', 'python3-pip', 'python3-venv'], progress);
  }
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `pyspark==${spark.version} --hash=sha256:${spark.sha256}\n`);
  const pinned = ['--require-hashes', '--requirement', requirements];
  await run([...pip, 'download', '--quiet', '--no-deps', '--no-cache-dir', '--dest', folder, ...pinned]);
}

async function succeeds(command: readonly string[]): Promise<boolean> {
  return await run(command).then(
    () => true,
    () => false,
  );
}
