/** Images of nothing but Debian and packages of it, which stand in for public images with the same programs. */
import { join } from 'node:path';

import { writeImageArchive } from '../../local/image-archive.ts';
import type { ImageRecipe } from '../../local/image-recipe.ts';
import { debianLayer, debianLayerKey } from './layer.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const debianImage = imageWith('debian-base', 'docker.io/library/debian:bookworm-slim', []);

/** Stands in for an image to build Java projects in. */
export const mavenImage = imageWith('maven-base', 'docker.io/library/maven:3-eclipse-temurin-17', [
  'maven',
  'openjdk-17-jdk-headless',
]);

function imageWith(name: string, reference: string, packages: readonly string[]): ImageRecipe {
  return {
    name,
    references: [reference],
    key: async () => await debianLayerKey([reference, ...packages]),
    build: async (folder, progress) => {
      await writeImageArchive(join(folder, 'image.tar'), {
        references: [reference],
        layers: [await debianLayer(packages, progress)],
        config: { Cmd: ['bash'], Env: [PATH] },
      });
    },
  };
}
