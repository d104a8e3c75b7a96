/** Debian 12 with some packages, as one layer of an image. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { cached } from '../../local/cache.ts';
import { contentKey } from '../../local/content-key.ts';
import { ensureDebianPackages } from '../../local/debian-packages.ts';
import { packLayer } from '../../local/image-archive.ts';
import type { Progress } from '../../local/progress.ts';
import { run } from '../../local/run.ts';

const INSTALL = join(import.meta.dirname, 'install.sh');
/** To be raised when images should get newer packages. */
const PACKAGES_OF = '2026-11';

/** The content key of a layer with these packages. */
export async function debianLayerKey(packages: readonly string[]): Promise<string> {
  return await contentKey({ texts: [PACKAGES_OF, process.arch, ...packages], paths: [INSTALL] });
}

/** The path of a layer with the smallest Debian and these packages, made once. */
export async function debianLayer(packages: readonly string[], progress: Progress): Promise<string> {
  const base = packages.length > 0 ? await debianLayer([], progress) : '';
  const what = packages.length > 0 ? `install ${packages.join(' ')} in a Debian of its own` : 'make a Debian';
  const build = async (folder: string): Promise<void> => {
    const root = join(folder, 'root');
    await mkdir(root);
    await progress.step(what, () => run(['sh', INSTALL, root, base, ...packages], { contained: true }));
    await packLayer(root, join(folder, 'layer.tar'));
    await rm(root, { recursive: true });
  };
  await ensureDebianPackages(['debootstrap'], progress);
  return join(await cached('debian-layer', await debianLayerKey(packages), build, progress), 'layer.tar');
}
