/** The images that the local cluster can build, by name. */
import { debianImage, mavenImage } from '../images/debian/recipe.ts';
import { nodeImage } from '../images/node/recipe.ts';
import { operatorImage } from '../images/operator/recipe.ts';
import { spark35Image, sparkImage } from '../images/spark/recipe.ts';
import type { ImageRecipe } from './image-recipe.ts';
import { pauseImage } from './images/pause/recipe.ts';

export const IMAGE_RECIPES: readonly ImageRecipe[] = [
  pauseImage,
  debianImage,
  mavenImage,
  nodeImage,
  operatorImage,
  sparkImage,
  spark35Image,
];

/** The recipe of that name. Fails: with the names there are. */
export function imageRecipe(name: string): ImageRecipe {
  const recipe = IMAGE_RECIPES.find((each) => each.name === name);
  if (recipe !== undefined) return recipe;
  const names = IMAGE_RECIPES.map((each) => each.name).join(', ');
  throw new Error(`no image is called "${name}"; there are: ${names}`);
}
