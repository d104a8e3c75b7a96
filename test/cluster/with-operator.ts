/** Brings a node cluster up with the Spark image and the operator of this checkout on it. */
import { bringUpCluster } from './local/cluster-life.ts';
import { DEFAULT_OPTIONS } from './local/cluster-layout.ts';
import type { LocalCluster } from './local/cluster.ts';
import type { HolderLife } from './local/holder.ts';
import { builtImage } from './local/image-recipe.ts';
import { imageRecipe } from './local/image-recipes.ts';
import type { Progress } from './local/progress.ts';
import { helmProgram } from './local/kubernetes-programs.ts';
import { installOperator } from './install-operator.ts';

export interface ClusterWish {
  readonly name: string;
  /** Further images for its node, by the names of their recipes. */
  readonly images?: readonly string[];
  /** `detached` stays when this process ends. */
  readonly life: HolderLife;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Large and seldom new: they are on the node at once. */
const STANDING_IMAGES = ['spark', 'node-base'];

/** What is not there yet is built first, one after the other; then the cluster takes seconds. */
export async function clusterWithOperator({
  name,
  images = [],
  life,
  progress,
  signal,
}: ClusterWish): Promise<LocalCluster> {
  // Inside the cluster's network nothing can be downloaded any more.
  await helmProgram(progress);
  const standing = [...STANDING_IMAGES, ...images];
  for (const image of [...standing, 'operator']) await builtImage(imageRecipe(image), progress);
  const options = { ...DEFAULT_OPTIONS, name, mode: 'node' as const, images: standing };
  const cluster = await bringUpCluster({ options, life, progress, signal });
  await cluster.loadImage('operator', progress);
  await installOperator((words) => cluster.helm(words), progress);
  return cluster;
}
