/** Gets what the stores are made of, while the outside world can be reached. */
import { ensureDebianPackages } from '../local/debian-packages.ts';
import type { Progress } from '../local/progress.ts';
import { hdfsClassPath } from './hdfs-server.ts';

/** Later nothing has to be downloaded any more. */
export async function prepareStores(progress: Progress): Promise<void> {
  await ensureDebianPackages(['openjdk-17-jdk-headless'], progress);
  await hdfsClassPath(progress);
}
