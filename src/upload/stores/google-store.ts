import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Storage } from '@google-cloud/storage';
import { causeOf, type Explained, type HadoopProperties, type UploadStore } from '../upload-store.ts';

/** Google Cloud Storage, as whoever Google's libraries find, or with the key file that Hadoop's connector is told. */
export function googleStore(hadoop: HadoopProperties): UploadStore {
  const keyFilename = hadoop('google.cloud.auth.service.account.json.keyfile');
  // Of emulators, and of private access.
  const apiEndpoint = hadoop('fs.gs.storage.root.url');
  const storage = new Storage({
    ...(keyFilename === undefined ? {} : { keyFilename }),
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
  });
  // Of `gs://BUCKET/NAME`; the name is no longer escaped.
  const objectAt = (uri: string) => {
    const [, bucket = '', name = ''] = /^gs:\/\/([^/]*)\/*(.*)$/su.exec(uri) ?? [];
    return storage.bucket(bucket).file(decodeURIComponent(name));
  };
  return {
    async put(file, target, { onProgress, signal }) {
      // Sent in one go, resumed where the line breaks; what has arrived is held against its checksum.
      const sink = objectAt(target).createWriteStream({ resumable: true, validation: 'crc32c' });
      sink.on('progress', ({ bytesWritten }: { readonly bytesWritten: number }) => onProgress(bytesWritten));
      await pipeline(createReadStream(file.path), sink, { signal });
    },
    async remove(targets) {
      await Promise.all(targets.map((target) => objectAt(target).delete({ ignoreNotFound: true })));
    },
    explain,
  };
}

/**
 * What errors of Google's mean. Where nobody has logged in, their library looks for a metadata server first, and only then
 * says that it knows nobody.
 */
function explain(cause: unknown): Explained | undefined {
  const { status, message } = causeOf(cause);
  if (/Could not load the default credentials/u.test(message)) {
    return {
      says: 'Google does not know who you are',
      remedy: 'Run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS',
    };
  }
  if (status === 404)
    return { says: 'there is no such bucket', remedy: 'Create it, or choose another upload path' };
  if (status === 401 || status === 403) {
    return {
      says: 'you may not write there',
      remedy: 'Get the role Storage Object User on the bucket, or choose another upload path',
    };
  }
  return undefined;
}
