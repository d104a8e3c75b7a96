import type { Violation } from '../api/violation.ts';
import { SPARK_INTERNAL } from '../spark/main-resource.ts';
import { isOnSubmittersDisk, listItems } from '../spark/uri.ts';
import { fieldOf } from './field-properties.ts';
import type { Check } from './check.ts';

/** The properties that list files, separated by commas. @see Spark `SparkSubmit`, which uploads what is local */
export const FILE_LISTS: readonly string[] = [
  'spark.jars',
  'spark.files',
  'spark.archives',
  'spark.submit.pyFiles',
];

/** Files on the disk of whoever submitted: no pod can read them. */
export const fileOnSubmittersDisk: Check = ({ spec }, conf) => {
  const main = spec.mainApplicationFile;
  const own = main === SPARK_INTERNAL ? [] : unreachable('spec.mainApplicationFile', [main]);
  const listed = FILE_LISTS.flatMap((key) => {
    const files = listItems(conf.get(key)).filter((file) => file !== main);
    return unreachable(fieldOf(key, spec), files);
  });
  return [...own, ...listed];
};

/** Without a scheme a path means the submitter's disk, as it does for `spark-submit`. */
function unreachable(path: string, files: readonly string[]): readonly Violation[] {
  return files.filter(isOnSubmittersDisk).map((file) => ({
    path,
    message:
      `"${file}" is on the submitter's disk, where no pod can read it. Write local:///<path> if it is part of the ` +
      'image; else put it where the driver can fetch it (s3a:, gs:, abfss:, hdfs:, https:, or ' +
      'configmap://NAME/KEY) and write that URI.',
  }));
}
