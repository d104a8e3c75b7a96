import { normalize } from 'node:path/posix';
import type { SparkApplicationSpec } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { PREFIX } from '../spark/conf-keys.ts';
import { SPARK_INTERNAL } from '../spark/main-resource.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { FILE_LISTS, isOnSubmittersDisk, listItems, pathOfFile, UPLOAD_PATH } from '../spark/uri.ts';
import { fieldOf } from './field-properties.ts';
import type { Check } from './check.ts';

/**
 * Files on the disk of whoever submitted: no pod can read them. Below the upload path they are no strangers, if the driver
 * mounts a volume there: executors get them from the driver.
 */
export const fileOnSubmittersDisk: Check = ({ spec }, conf) => {
  const main = spec.mainApplicationFile;
  const uploadPath = conf.get(UPLOAD_PATH);
  const isMounted = uploadPath !== undefined && isBelowOneOf(driverMounts(spec, conf), uploadPath);
  const unreachable = (path: string, files: readonly string[]): readonly Violation[] =>
    files.filter(isOnSubmittersDisk).flatMap((file) => {
      const isUploaded = uploadPath !== undefined && isBelowOneOf([pathOfFile(uploadPath)], file);
      if (isUploaded && isMounted) return [];
      return [{ path, message: isUploaded ? notMounted(file, pathOfFile(uploadPath)) : notUploaded(file) }];
    });
  const own = main === SPARK_INTERNAL ? [] : unreachable('spec.mainApplicationFile', [main]);
  const listed = FILE_LISTS.flatMap((key) => {
    const files = listItems(conf.get(key)).filter((file) => file !== main);
    return unreachable(fieldOf(key, spec), files);
  });
  return [...own, ...listed];
};

/** Without a scheme a path means the submitter's disk, as it does for `spark-submit`. */
const notUploaded = (file: string): string =>
  `"${file}" is on the submitter's disk, where no pod can read it. Write local:///<path> if it is part of the ` +
  'image; else put it where the driver can fetch it (s3a:, gs:, abfss:, hdfs:, https:, or ' +
  'configmap://NAME/KEY) and write that URI.';

const notMounted = (file: string, path: string): string =>
  `"${file}" is below ${UPLOAD_PATH}, but the driver has no volume there. Mount the same directory at ${path}, for ` +
  'example by spark.kubernetes.driver.volumes.hostPath.uploads.mount.path and options.path, or upload to a store ' +
  'such as s3a:.';

/** Where volumes are mounted in the Spark container of the driver. */
function driverMounts({ driver }: SparkApplicationSpec, conf: SparkConf): readonly string[] {
  const named = [...conf.withPrefix(PREFIX.driverVolume)].filter(([key]) => key.endsWith('.mount.path'));
  return [...named.map(([, path]) => path), ...(driver.volumeMounts ?? []).map(({ mountPath }) => mountPath)];
}

/** Whether a file is in one of these directories, at any depth, or is one of them. */
function isBelowOneOf(directories: readonly string[], file: string): boolean {
  const path = normalize(pathOfFile(file));
  return directories.some((directory) =>
    `${path}/`.startsWith(`${normalize(directory).replace(/\/+$/u, '')}/`),
  );
}
