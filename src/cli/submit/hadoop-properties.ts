import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SparkConf } from '../../spark/spark-conf.ts';
import type { HadoopProperties } from '../../upload/upload-store.ts';
import type { Texts } from './submission.ts';

/** The files of HADOOP_CONF_DIR that say where stores are. */
const FILES = ['core-site.xml', 'hdfs-site.xml'];

/**
 * Gives Hadoop's properties as Spark has them: `spark.hadoop.KEY`, else what the files of HADOOP_CONF_DIR say.
 *
 * @see Spark `SparkHadoopUtil.newConfiguration`
 */
export async function hadoopProperties(conf: SparkConf, environment: Texts): Promise<HadoopProperties> {
  const directory = environment['HADOOP_CONF_DIR'];
  const texts =
    directory === undefined ? [] : await Promise.all(FILES.map((name) => readIfThere(join(directory, name))));
  const written = new Map(texts.flatMap(propertiesOf));
  return (key) => conf.get(`spark.hadoop.${key}`) ?? written.get(key);
}

/** A directory without one of them is a usual one. */
async function readIfThere(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '');
}

/** The pairs of `<name>` and `<value>` in these files, which have nothing else that matters here. */
function propertiesOf(xml: string): readonly (readonly [string, string])[] {
  const withoutComments = xml.replaceAll(/<!--[\s\S]*?-->/gu, '');
  return [...withoutComments.matchAll(/<property>([\s\S]*?)<\/property>/gu)].flatMap(([, property = '']) => {
    const name = /<name>\s*([^<]*?)\s*<\/name>/u.exec(property)?.[1];
    const value = /<value>\s*([^<]*?)\s*<\/value>/u.exec(property)?.[1];
    return name === undefined || value === undefined ? [] : [[name, unescaped(value)] as const];
  });
}

const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|apos);/gu, (_, name: string) => ENTITIES[name] ?? '');

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
