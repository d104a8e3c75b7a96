/** The stores that files are put to, and the tool that each of them has for that. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Progress } from '../../cluster/local/progress.ts';
import { pythonModules } from '../../cluster/python-modules.ts';
import { hdfsClassPath, hdfsServer } from '../../cluster/stores/hdfs-server.ts';
import { S3_BUCKET, S3_KEYS, s3Server } from '../../cluster/stores/s3-server.ts';
import type { Server } from '../../cluster/stores/server.ts';

export interface Contender {
  readonly store: string;
  /** Both put their files below it. */
  readonly place: string;
  /** What Hadoop's properties say of it. */
  readonly properties: Readonly<Record<string, string>>;
  readonly tool: Tool;
}

interface Tool {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: (file: string, target: string) => readonly string[];
}

/** Where the servers are. */
const ADDRESS = '127.0.0.1';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Runs `work` with all of them, and with their servers. */
export async function withContenders(
  folder: string,
  progress: Progress,
  work: (contenders: readonly Contender[]) => Promise<void>,
): Promise<void> {
  const classPath = await hdfsClassPath(progress);
  const aws = await pythonModules('awscli', REQUIREMENTS, progress);
  const servers: Server[] = [];
  try {
    const s3 = await s3Server({ address: ADDRESS, folder: join(folder, 's3') });
    servers.push(s3);
    servers.push(await hdfsServer({ address: ADDRESS, folder: join(folder, 'hdfs') }));
    // The shell of Hadoop does nothing without one.
    await writeFile(join(folder, 'core-site.xml'), '<configuration/>');
    await work([inFolder(join(folder, 'shared')), inS3(s3, aws), inHdfs(`${folder}:${classPath}`)]);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Both have their bytes on the disk in the end. */
function inFolder(folder: string): Contender {
  const copy = 'mkdir -p "$(dirname "$2")" && cp "$1" "$2" && sync "$2"';
  return {
    store: 'file',
    place: `file:${folder}`,
    properties: {},
    tool: {
      name: 'cp and sync',
      env: {},
      command: (file, target) => ['sh', '-c', copy, 'sh', file, target.replace('file:', '')],
    },
  };
}

function inS3({ url }: Server, modules: string): Contender {
  const { accessKeyId, secretAccessKey } = S3_KEYS;
  const copy = ['python3', '-m', 'awscli', 's3', 'cp', '--only-show-errors', '--endpoint-url', url];
  return {
    store: 's3a',
    place: `s3a://${S3_BUCKET}`,
    properties: {
      'fs.s3a.endpoint': url,
      'fs.s3a.path.style.access': 'true',
      'fs.s3a.access.key': accessKeyId,
      'fs.s3a.secret.key': secretAccessKey,
    },
    tool: {
      name: 'aws s3 cp',
      env: {
        PYTHONPATH: modules,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_DEFAULT_REGION: 'us-east-1',
      },
      command: (file, target) => [...copy, file, target.replace('s3a:', 's3:')],
    },
  };
}

function inHdfs(classPath: string): Contender {
  const shell = ['java', '-cp', classPath, 'org.apache.hadoop.fs.FsShell', '-Ddfs.replication=1'];
  return {
    store: 'hdfs',
    place: `hdfs://${ADDRESS}:8020`,
    properties: {},
    tool: {
      name: 'hdfs dfs -put',
      env: { HADOOP_USER_NAME: 'root' },
      command: (file, target) => [...shell, '-put', file, target],
    },
  };
}
