/** The operator's image, built from this checkout's Dockerfile. */
import { readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { contentKey } from '../../local/content-key.ts';
import type { ImageRecipe } from '../../local/image-recipe.ts';
import { debianImage, mavenImage } from '../debian/recipe.ts';
import { nodeImage } from '../node/recipe.ts';
import { Buildah } from './buildah.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');

/** The build arguments of the Dockerfile that name images. */
const BASES = { NODE_IMAGE: nodeImage, MAVEN_IMAGE: mavenImage, RUNTIME_IMAGE: debianImage };

const STALE_MS = 60 * 60 * 1000;

/** The operator's image, as the manifests name it. */
export const OPERATOR_IMAGE = `docker.io/spark-application-operator/operator:${version()}`;

export const operatorImage: ImageRecipe = {
  name: 'operator',
  references: [OPERATOR_IMAGE],
  key: async () => {
    const bases = await Promise.all(Object.values(BASES).map(async (base) => await base.key()));
    return await contentKey({ texts: [OPERATOR_IMAGE, ...bases], paths: await sources() });
  },
  build: async (folder, progress) => {
    const buildah = await Buildah.prepare(progress);
    const images = await buildah.importAll(BASES, progress);
    await progress.step('build the Dockerfile', () => buildah.build(REPOSITORY, OPERATOR_IMAGE, images));
    const archive = join(folder, 'image.tar');
    await buildah.save(OPERATOR_IMAGE, archive);
    progress.say(`the image of the operator has ${((await stat(archive)).size / 1e6).toFixed(0)} MB`);
    await removeStale(join(folder, '..'), Date.now());
  },
};

/** Each change of the sources makes another image. Those that nobody has asked for in the last hour go. */
async function removeStale(shelf: string, nowMs: number): Promise<void> {
  for (const name of await readdir(shelf)) {
    const path = join(shelf, name);
    const { mtimeMs } = await stat(path);
    if (nowMs - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new Error(`package.json in ${REPOSITORY} has no version`);
}

/** Everything that the Dockerfile copies, but not what Maven left beside it. */
async function sources(): Promise<readonly string[]> {
  const rooms = (await readdir(join(REPOSITORY, 'src')))
    .filter((room) => room !== 'driver-plugin')
    .toSorted();
  const paths = ['Dockerfile', '.dockerignore', 'package.json', 'package-lock.json', 'tsconfig.json', 'crds'];
  const programs = ['test/package', 'src/driver-plugin/pom.xml', 'src/driver-plugin/src/main'];
  return [...paths, ...programs, ...rooms.map((room) => `src/${room}`)].map((path) => join(REPOSITORY, path));
}
