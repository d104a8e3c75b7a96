/** The image that stands in for the public Spark image: same paths, same user, same behaviour of its entrypoint. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { contentKey } from '../../local/content-key.ts';
import { packLayer, writeImageArchive } from '../../local/image-archive.ts';
import type { ImageRecipe } from '../../local/image-recipe.ts';
import { debianLayer, debianLayerKey } from '../debian/layer.ts';
import { SPARK } from '../pyspark-package.ts';
import { SPARK_HOME, SPARK_USER, writeSparkFiles } from './files.ts';

const REFERENCES = [`docker.io/apache/spark:${SPARK.version}`, `docker.io/library/spark:${SPARK.version}`];
const PACKAGES = ['openjdk-17-jre-headless', 'procps', 'python3', 'tini'];

export const sparkImage: ImageRecipe = {
  name: 'spark',
  references: REFERENCES,
  key: async () =>
    await contentKey({
      texts: [await debianLayerKey(PACKAGES), JSON.stringify(SPARK), ...REFERENCES],
      paths: [import.meta.dirname],
    }),
  build: async (folder, progress) => {
    const debian = await debianLayer(PACKAGES, progress);
    const root = join(folder, 'root');
    await mkdir(root);
    await writeSparkFiles(root, debian, progress);
    const spark = join(folder, 'spark.tar');
    await packLayer(root, spark);
    await rm(root, { recursive: true });
    await writeImageArchive(join(folder, 'image.tar'), {
      references: REFERENCES,
      layers: [debian, spark],
      config: {
        Entrypoint: ['/opt/entrypoint.sh'],
        Env: [
          'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          'LANG=C.UTF-8',
          `SPARK_HOME=${SPARK_HOME}`,
        ],
        User: String(SPARK_USER),
        WorkingDir: `${SPARK_HOME}/work-dir`,
      },
    });
    await rm(spark);
  },
};
