/** Gets what the stores are made of, while the outside world can be reached. */
import { ensureDebianPackages } from '../local/debian-packages.ts';
import { s3ServerProgram } from '../local/kubernetes-programs.ts';
import type { Progress } from '../local/progress.ts';
import { hdfsClassPath } from './hdfs-server.ts';
import { s3aJars } from './s3-server.ts';

/** Later nothing has to be downloaded any more. */
export async function prepareStores(progress: Progress): Promise<void> {
  await ensureDebianPackages(['openjdk-17-jdk-headless'], progress);
  await hdfsClassPath(progress);
  await s3aJars(progress);
  await s3ServerProgram(progress);
}
