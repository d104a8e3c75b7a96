/** Builds Dockerfiles without a daemon, in a storage of our own below the cache. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { CACHE_FOLDER } from '../../local/cache.ts';
import { ensureDebianPackages } from '../../local/debian-packages.ts';
import type { ImageRecipe } from '../../local/image-recipe.ts';
import { builtImage } from '../../local/image-recipe.ts';
import type { Progress } from '../../local/progress.ts';
import { run } from '../../local/run.ts';

const STORAGE = join(CACHE_FOLDER, 'buildah');

export class Buildah {
  /** Installs buildah unless it is there. */
  static async prepare(progress: Progress): Promise<Buildah> {
    await ensureDebianPackages(['buildah'], progress);
    await mkdir(join(STORAGE, 'tmp'), { recursive: true });
    return new Buildah();
  }

  /** Makes the images known to builds; answers with a name for each, which changes with its content. */
  async importAll<Name extends string>(
    recipes: Readonly<Record<Name, ImageRecipe>>,
    progress: Progress,
  ): Promise<Readonly<Record<string, string>>> {
    const names: Record<string, string> = {};
    for (const [argument, recipe] of Object.entries<ImageRecipe>(recipes)) {
      const name = `localhost/${recipe.name}:${await recipe.key()}`;
      names[argument] = name;
      if (await this.#has(name)) continue;
      const archive = await builtImage(recipe, progress);
      const [reference] = recipe.references;
      await progress.step(`import image ${recipe.name}`, async () => {
        await this.#run(['pull', '--quiet', `docker-archive:${archive}`]);
        await this.#run(['tag', reference ?? recipe.name, name]);
      });
    }
    return names;
  }

  /**
   * Builds the folder's Dockerfile, using again what earlier builds made of the same steps.
   *
   * Where NODE_EXTRA_CA_CERTS names the certificates that this machine trusts, the build trusts them, too.
   */
  async build(
    folder: string,
    reference: string,
    buildArguments: Readonly<Record<string, string>>,
  ): Promise<void> {
    const certificates = process.env['NODE_EXTRA_CA_CERTS'];
    const trust = certificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificates };
    const given = Object.entries({ ...buildArguments, ...trust });
    await this.#run([
      'build',
      '--isolation=chroot',
      '--layers',
      '--pull-never',
      ...given.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
      ...(certificates === undefined
        ? []
        : ['--volume', `${dirname(certificates)}:${dirname(certificates)}:ro`]),
      '--tag',
      reference,
      folder,
    ]);
  }

  /** Writes the image as a docker-archive. */
  async save(reference: string, file: string): Promise<void> {
    await this.#run(['push', '--quiet', reference, `docker-archive:${file}:${reference}`]);
  }

  async #has(image: string): Promise<boolean> {
    return await this.#run(['inspect', '--type=image', image]).then(
      () => true,
      () => false,
    );
  }

  async #run(words: readonly string[]): Promise<void> {
    const storage = ['--root', join(STORAGE, 'images'), '--runroot', join(STORAGE, 'run')];
    const options = { env: { TMPDIR: join(STORAGE, 'tmp') }, contained: true };
    await run(['buildah', ...storage, '--storage-driver', 'overlay', ...words], options);
  }
}
