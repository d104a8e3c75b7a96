/** What Argo CD brings along for our kinds, and a way to run a health script as it would. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cached } from '../../cluster/local/cache.ts';
import { contentKey } from '../../cluster/local/content-key.ts';
import { silentProgress, type Progress } from '../../cluster/local/progress.ts';
import { capture, run } from '../../cluster/local/run.ts';

/** The newest that asks for no newer Go than the cluster does. */
const ARGO_CD = 'github.com/argoproj/argo-cd/v3@v3.5.7';
const RUNNER_MODULE = join(import.meta.dirname, 'health-script');

/** Files of Argo CD's module, by the name they get here. */
const FILES = {
  'health.lua': 'resource_customizations/sparkoperator.k8s.io/SparkApplication/health.lua',
  'application-crd.yaml': 'manifests/crds/application-crd.yaml',
} as const;

/** What a script says of one resource; `error`: the script broke on it. */
export interface Health {
  readonly status?: 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown';
  readonly message?: string;
  readonly error?: string;
}

/** A folder with Argo CD's files and the program that runs scripts. Downloaded and built on the first call. */
export async function argoCd(progress: Progress = silentProgress): Promise<string> {
  const key = await contentKey({ texts: [ARGO_CD, ...Object.values(FILES)], paths: [RUNNER_MODULE] });
  const build = (folder: string): Promise<void> =>
    progress.step(`take the health script and the CRD of ${ARGO_CD}`, async () => {
      // Outside of every module: a download must not depend on what another one requires.
      const answer = await capture(['go', 'mod', 'download', '-json', ARGO_CD], { cwd: folder });
      const { Dir: module } = JSON.parse(answer) as { readonly Dir: string };
      for (const [name, path] of Object.entries(FILES))
        await copyFile(join(module, path), join(folder, name));
      await run(['go', 'build', '-trimpath', '-o', join(folder, 'health-script'), '.'], {
        cwd: RUNNER_MODULE,
        env: { CGO_ENABLED: '0' },
      });
    });
  return await cached('argo-cd', key, build, progress);
}

/** The health of each resource, in their order, as Argo CD's own script sees it. */
export async function builtInHealth(resources: readonly unknown[]): Promise<readonly Health[]> {
  return await judge(join(await argoCd(), 'health.lua'), resources);
}

/** The health of each resource, in their order, as `script` sees it. */
export async function healthBy(script: string, resources: readonly unknown[]): Promise<readonly Health[]> {
  const folder = await mkdtemp(join(tmpdir(), 'health-'));
  try {
    await writeFile(join(folder, 'health.lua'), script);
    return await judge(join(folder, 'health.lua'), resources);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function judge(script: string, resources: readonly unknown[]): Promise<readonly Health[]> {
  const program = join(await argoCd(), 'health-script');
  const verdicts = await capture([program, script], { input: JSON.stringify(resources) });
  return JSON.parse(verdicts) as readonly Health[];
}
