/** `put-once.ts FILE TARGET [KEY=VALUE…]`: puts one file somewhere as `sparkctl submit` does; prints its peak of memory, in MiB. */
import { dirname } from 'node:path/posix';

import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { openStore } from '../../../src/upload/open-store.ts';
import { uploadFiles } from '../../../src/upload/upload-files.ts';

const [path = '', target = '', ...properties] = process.argv.slice(2);
const hadoop = new Map(properties.map((text) => text.split(/=(.*)/su, 2) as [string, string]));
const directory = dirname(target);
const user = { name: () => 'root', token: undefined };
const store = await openStore(directory, (key) => hadoop.get(key), user);
const plan = {
  conf: SparkConf.EMPTY,
  main: { kind: 'java' as const, uri: '' },
  uploads: [{ path, target }],
  directory,
};
const progress = { begin: () => undefined, sent: () => undefined };
await uploadFiles(plan, { store, progress, signal: new AbortController().signal });
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
