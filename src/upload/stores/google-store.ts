import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Storage } from '@google-cloud/storage';
import { patienceOf, unlessSilent, type Watched } from '../patience.ts';
import { causeOf, type Explained, type HadoopProperties, type UploadStore } from '../upload-store.ts';

/** How long Google may be silent. @default 60s */
const PATIENCE = 'fs.gs.http.read-timeout';

/** Google Cloud Storage, as whoever Google's libraries find, or with the key file that Hadoop's connector is told. */
export function googleStore(hadoop: HadoopProperties): UploadStore {
  const keyFilename = hadoop('google.cloud.auth.service.account.json.keyfile');
  const patience = patienceOf(PATIENCE, hadoop);
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
    async put(file, target, transfer) {
      // Sent in one go, resumed where the line breaks; what has arrived is held against its checksum.
      const sink = objectAt(target).createWriteStream({ resumable: true, validation: 'crc32c' });
      const send = async ({ alive, signal }: Watched): Promise<void> => {
        sink.on('progress', ({ bytesWritten }: { readonly bytesWritten: number }) => {
          alive();
          transfer.onProgress(bytesWritten);
        });
        await pipeline(createReadStream(file.path), sink, { signal });
      };
      await unlessSilent(patience, send, transfer.signal);
    },
    async remove(targets) {
      const removals = targets.map((target) =>
        unlessSilent(patience, () => objectAt(target).delete({ ignoreNotFound: true })),
      );
      await Promise.all(removals);
    },
    explain,
  };
}

/**
 * What errors of Google's mean. Where nobody has logged in, their library looks for a metadata server first, and only then
 * says that it knows nobody.
 */
function explain(cause: unknown): Explained | undefined {
  const { status, code, message } = causeOf(cause);
  if (code === 'SILENT') {
    return {
      says: `Google does not answer: ${message}`,
      remedy: `Check the way to it, or raise spark.hadoop.${PATIENCE}`,
    };
  }
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
