/** Gets everything that a cluster needs from the outside world: packages, programs, images. */
import type { ClusterOptions } from './cluster-layout.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { builtImage } from './image-recipe.ts';
import { imageRecipe } from './image-recipes.ts';
import { filledImageStore } from './image-store.ts';
import { pauseImage } from './images/pause/recipe.ts';
import { kubernetesPrograms } from './kubernetes-programs.ts';
import type { Progress } from './progress.ts';

const PACKAGES = ['iproute2', 'openssl', 'tini', 'util-linux'];
const NODE_PACKAGES = [
  'conntrack',
  'containerd',
  'containernetworking-plugins',
  'iptables',
  'nftables',
  'runc',
  'socat',
];

export async function preparePlan(options: ClusterOptions, progress: Progress): Promise<ClusterPlan> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Error('a local cluster needs Linux and root, for its network and process namespaces');
  }
  const isNode = options.mode === 'node';
  await ensureDebianPackages([...PACKAGES, ...(isNode ? NODE_PACKAGES : [])], progress);
  const programs = await kubernetesPrograms(progress);
  if (!isNode) return { options, programs };
  const recipes = [pauseImage, ...options.images.map(imageRecipe)];
  const archives: string[] = [];
  for (const recipe of recipes) archives.push(await builtImage(recipe, progress));
  return { options, programs, images: { archives, store: await filledImageStore(archives, progress) } };
}
