/** The image whose only program waits: it holds the namespaces of each pod. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { contentKey } from '../../content-key.ts';
import { packLayer, writeImageArchive } from '../../image-archive.ts';
import type { ImageRecipe } from '../../image-recipe.ts';
import { PAUSE_IMAGE } from '../../node-settings.ts';
import { run } from '../../run.ts';

export const pauseImage: ImageRecipe = {
  name: 'pause',
  references: [PAUSE_IMAGE],
  key: async () => await contentKey({ texts: [PAUSE_IMAGE], paths: [import.meta.dirname] }),
  build: async (folder) => {
    const root = join(folder, 'root');
    await mkdir(root);
    await run(
      ['go', 'build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', join(root, 'pause'), '.'],
      {
        cwd: import.meta.dirname,
        env: { CGO_ENABLED: '0' },
      },
    );
    const layer = join(folder, 'layer.tar');
    await packLayer(root, layer);
    await writeImageArchive(join(folder, 'image.tar'), {
      references: [PAUSE_IMAGE],
      layers: [layer],
      config: { Entrypoint: ['/pause'], User: '65535:65535' },
    });
  },
};
