/** The releases of Spark that can be asked. */
import type { PysparkPackage } from '../cluster/images/pyspark-package.ts';
import { SPARK, SPARK_3_5 } from '../cluster/images/pyspark-package.ts';

/** Of a release that is only asked, its jars are enough. */
const JARS = ['deps/jars'];

/** The newest of each minor version. Another one can be asked once its archive's SHA-256 stands here. */
export const RELEASES: readonly PysparkPackage[] = [
  SPARK,
  SPARK_3_5,
  ...Object.entries({
    '4.2.1': 'd79b7c8ee41e66a9202fe6f600ca90b931ca571ae9dbdf31c58d2672e5102da0',
    '4.1.4': 'bcbd5e18690cf79d438e97210ad06fb8d451a251bb77becc2b0418868d2acd73',
    '4.0.5': 'a0d44b0e7faf0458ad83b7aa664e7ed8b96beed8a55d66ce3b0dfac2309dfca6',
    '3.4.4': 'b831a99c1aeb058bc4a2498665de10006b899b2438ba15470cc88f577755ebf8',
  }).map(([version, sha256]) => ({ version, sha256, parts: JARS })),
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
