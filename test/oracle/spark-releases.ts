/** The releases of Spark that can be asked. */
import type { PysparkPackage } from '../cluster/images/pyspark-package.ts';
import { SPARK } from '../cluster/images/pyspark-package.ts';

/** Of a release that is only asked, its jars are enough. */
const JARS = ['deps/jars'];

/** Another one can be asked once its archive's SHA-256 stands here. */
export const RELEASES: readonly PysparkPackage[] = [
  SPARK,
  {
    version: '3.5.9',
    sha256: 'ea27adc39ddac9413b8951e45aa748cbed6c785971b81386efc41938f6243d93',
    parts: JARS,
  },
  {
    version: '4.2.1',
    sha256: 'd79b7c8ee41e66a9202fe6f600ca90b931ca571ae9dbdf31c58d2672e5102da0',
    parts: JARS,
  },
];

/** The release of this version. Fails: when its archive is not pinned here. */
export function releaseOf(version: string): PysparkPackage {
  const release = RELEASES.find((known) => known.version === version);
  if (release !== undefined) return release;
  const known = RELEASES.map((each) => each.version).join(', ');
  throw new Error(
    `Spark ${version} cannot be asked: only ${known} are pinned. Add the SHA-256 of the source archive pyspark-${version}.tar.gz to test/oracle/spark-releases.ts.`,
  );
}
