/** A real HDFS: a name node and a data node, beside the tests. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { SPARK, unpackedPyspark } from '../images/pyspark-package.ts';
import { mavenJars } from '../local/maven.ts';
import { silentProgress, type Progress } from '../local/progress.ts';
import { server, type Server, type ServerPlace } from './server.ts';

const FILES = join(import.meta.dirname, 'hdfs');
/** HDFS opens what the JVM keeps closed. */
const FLAGS = ['-Xmx512m', '-XX:+UseSerialGC', '--add-opens=java.base/java.lang=ALL-UNNAMED'];

/** What a class path has to name for HDFS and its client. Downloaded on the first call. */
export async function hdfsClassPath(progress: Progress = silentProgress): Promise<string> {
  const servers = await mavenJars('hdfs-jars', join(FILES, 'pom.xml'), progress);
  const spark = await unpackedPyspark(SPARK, progress);
  return `${servers}/*:${spark}/deps/jars/*`;
}

/** HDFS whose root folder everybody may write to; whoever starts it may do everything. Its web address is `url`. */
export async function hdfsServer({ address, folder }: ServerPlace): Promise<Server> {
  const url = `http://${address}:9870`;
  await mkdir(folder, { recursive: true });
  const program = join(FILES, 'HdfsServers.java');
  return server('hdfs', {
    command: ['java', ...FLAGS, '-cp', await hdfsClassPath(), program, address, folder],
    folder,
    url,
    isReady: async () => {
      if (!(await hasDataNode(url))) return false;
      const open = await fetch(`${url}/webhdfs/v1/?op=SETPERMISSION&permission=1777&user.name=root`, {
        method: 'PUT',
      });
      return open.ok;
    },
  });
}

/** By its own count. */
async function hasDataNode(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState`);
  const { beans } = (await answer.json()) as {
    readonly beans: readonly { readonly NumLiveDataNodes: number }[];
  };
  return beans[0]?.NumLiveDataNodes === 1;
}
