import { schemeOf } from '../spark/uri.ts';
import { UploadError, type HadoopProperties, type HadoopUser, type UploadStore } from './upload-store.ts';

/**
 * Opens the store that an upload path is in, by its scheme. The libraries of each are loaded only here: most submissions
 * need none of them.
 *
 * Fails: with an `UploadError` for a scheme of no store.
 */
export async function openStore(
  path: string,
  hadoop: HadoopProperties,
  user: HadoopUser,
): Promise<UploadStore> {
  // Hadoop has several names for some of them.
  switch (schemeOf(path)) {
    case undefined:
    case 'file':
      return (await import('./stores/file-store.ts')).fileStore();
    case 'hdfs':
    case 'webhdfs':
    case 'swebhdfs':
      return (await import('./stores/web-hdfs-store.ts')).webHdfsStore(path, hadoop, user);
    case 's3':
    case 's3a':
      return (await import('./stores/s3-store.ts')).s3Store(path, hadoop);
    case 'gs':
      return (await import('./stores/google-store.ts')).googleStore(hadoop);
    case 'abfs':
    case 'abfss':
    case 'wasb':
    case 'wasbs':
      return (await import('./stores/azure-store.ts')).azureStore(path, hadoop);
    default:
      throw new UploadError(
        `files cannot be put to ${path}: there is no store for ${schemeOf(path)}:. ` +
          'Use one of file:, hdfs:, webhdfs:, s3a:, gs:, abfss: or wasbs:.',
      );
  }
}
