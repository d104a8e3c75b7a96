/** Jars that Maven gets, found again by what its project file says. */
import { ensureDebianPackages } from './debian-packages.ts';
import { cached } from './cache.ts';
import { contentKey } from './content-key.ts';
import type { Progress } from './progress.ts';
import { run } from './run.ts';

/** Installs Maven and a JDK where there is none. */
export async function ensureMaven(progress: Progress): Promise<void> {
  const isThere = await run(['mvn', '--version']).then(
    () => true,
    () => false,
  );
  if (!isThere) await ensureDebianPackages(['maven', 'openjdk-17-jdk-headless'], progress);
}

/** The folder with all jars that a project depends on. Downloaded on the first call. */
export async function mavenJars(name: string, project: string, progress: Progress): Promise<string> {
  const download = (folder: string): Promise<void> =>
    progress.step(`download the jars of ${name}`, async () => {
      await ensureMaven(progress);
      const quietly = ['--quiet', '--batch-mode', '--file', project];
      await run(['mvn', ...quietly, COPY_JARS, `-DoutputDirectory=${folder}`]);
    });
  return await cached(name, await contentKey({ texts: [COPY_JARS], paths: [project] }), download, progress);
}

const COPY_JARS = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
