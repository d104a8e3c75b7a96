/** What a container image of the local cluster is made of, and how it is found again once it was made. */
import { join } from 'node:path';

import { cached } from './cache.ts';
import type { Progress } from './progress.ts';

export interface ImageRecipe {
  /** What `image load NAME` and `image build NAME` call it. */
  readonly name: string;
  /** Full references with tags, for example `docker.io/apache/spark:4.3.0`. */
  readonly references: readonly string[];
  /** The content key of everything the image is made from. */
  key(): Promise<string>;
  /** Writes `image.tar`, a docker-archive with all references, into the folder. */
  build(folder: string, progress: Progress): Promise<void>;
}

/** The path of the recipe's docker-archive, built unless the cache has it. */
export async function builtImage(recipe: ImageRecipe, progress: Progress): Promise<string> {
  const build = (folder: string): Promise<void> =>
    progress.step(`build image ${recipe.name}`, () => recipe.build(folder, progress));
  return join(await cached(`image-${recipe.name}`, await recipe.key(), build, progress), 'image.tar');
}
