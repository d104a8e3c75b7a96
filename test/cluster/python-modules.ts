/** Python modules of the host, for tools that tests run beside the cluster. */
import { cached } from './local/cache.ts';
import { contentKey } from './local/content-key.ts';
import { ensureDebianPackages } from './local/debian-packages.ts';
import { silentProgress, type Progress } from './local/progress.ts';
import { capture, run } from './local/run.ts';

/**
 * The folder, for PYTHONPATH, with all modules of a file of pinned requirements. Installed on the first call.
 *
 * @param name what they are for: names the folder in the cache
 */
export async function pythonModules(
  name: string,
  requirements: string,
  progress: Progress = silentProgress,
): Promise<string> {
  const python = await capture(['python3', '--version']);
  const install = (folder: string): Promise<void> =>
    progress.step(`install Python modules for ${name}`, async () => {
      await ensureDebianPackages(['python3', 'python3-pip'], progress);
      const quietly = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--no-deps'];
      await run([...PIP, 'install', ...quietly, '--target', folder, '--requirement', requirements]);
    });
  const key = await contentKey({ texts: [python], paths: [requirements] });
  return await cached(name, key, install, progress);
}

const PIP = ['python3', '-m', 'pip'];
