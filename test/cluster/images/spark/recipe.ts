/** The images that stand in for the public Spark images: same paths, same user, same behaviour of their entrypoint. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { contentKey } from '../../local/content-key.ts';
import { packLayer, writeImageArchive } from '../../local/image-archive.ts';
import type { ImageRecipe } from '../../local/image-recipe.ts';
import { debianLayer, debianLayerKey } from '../debian/layer.ts';
import { SPARK, SPARK_3_5, type PysparkPackage } from '../pyspark-package.ts';
import { SPARK_HOME, SPARK_USER, writeSparkFiles } from './files.ts';

const PACKAGES = ['openjdk-17-jre-headless', 'procps', 'python3', 'tini'];

export const sparkImage = imageOf('spark', SPARK);
export const spark35Image = imageOf('spark-3.5', SPARK_3_5);

function imageOf(name: string, spark: PysparkPackage): ImageRecipe {
  const references = [`docker.io/apache/spark:${spark.version}`, `docker.io/library/spark:${spark.version}`];
  return {
    name,
    references,
    key: async () =>
      await contentKey({
        texts: [await debianLayerKey(PACKAGES), JSON.stringify(spark), ...references],
        paths: [import.meta.dirname],
      }),
    build: async (folder, progress) => {
      const debian = await debianLayer(PACKAGES, progress);
      const root = join(folder, 'root');
      await mkdir(root);
      await writeSparkFiles(spark, { root, debian }, progress);
      const layer = join(folder, 'spark.tar');
      await packLayer(root, layer);
      await rm(root, { recursive: true });
      await writeImageArchive(join(folder, 'image.tar'), {
        references,
        layers: [debian, layer],
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
      await rm(layer);
    },
  };
}
