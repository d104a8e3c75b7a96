/** The image that stands in for the public Node image: Debian, Node and npm. */
import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { contentKey } from '../../local/content-key.ts';
import { packLayer, writeImageArchive } from '../../local/image-archive.ts';
import type { ImageRecipe } from '../../local/image-recipe.ts';
import { run } from '../../local/run.ts';
import { debianLayer, debianLayerKey } from '../debian/layer.ts';

const REFERENCE = 'docker.io/library/node:24-bookworm-slim';
const NPM = 'npm@11.6.2';

/** The npm package that holds the Node binary for this machine. */
const NODE_PACKAGE = createRequire(import.meta.url).resolve(`node-linux-${process.arch}/package.json`);

export const nodeImage: ImageRecipe = {
  name: 'node-base',
  references: [REFERENCE],
  key: async () =>
    await contentKey({
      texts: [await debianLayerKey([]), NPM, await readFile(NODE_PACKAGE, 'utf8')],
      paths: [import.meta.filename],
    }),
  build: async (folder, progress) => {
    const root = join(folder, 'root');
    const lib = join(root, 'usr/local/lib/node_modules');
    const bin = join(root, 'usr/local/bin');
    await mkdir(bin, { recursive: true });
    await cp(join(dirname(NODE_PACKAGE), 'bin/node'), join(bin, 'node'));
    await progress.step(`download ${NPM}`, () => unpackNpm(folder, join(lib, 'npm')));
    for (const command of ['npm', 'npx']) {
      await symlink(`../lib/node_modules/npm/bin/${command}-cli.js`, join(bin, command));
    }
    const layer = join(folder, 'node.tar');
    await packLayer(root, layer);
    await rm(root, { recursive: true });
    await writeImageArchive(join(folder, 'image.tar'), {
      references: [REFERENCE],
      layers: [await debianLayer([], progress), layer],
      config: {
        Cmd: ['node'],
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      },
    });
    await rm(layer);
  },
};

async function unpackNpm(folder: string, target: string): Promise<void> {
  await run(['npm', 'pack', '--silent', '--pack-destination', folder, NPM]);
  const archive = join(folder, `${NPM.replace('@', '-')}.tgz`);
  await mkdir(target, { recursive: true });
  await run(['tar', '--extract', '--no-same-owner', '--strip-components=1', '--file', archive, '-C', target]);
  await rm(archive);
}
