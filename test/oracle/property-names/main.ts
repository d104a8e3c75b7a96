/** `node test/oracle/property-names/main.ts`: writes which properties the classes of Spark name, of all releases that can be asked. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackedPyspark } from '../../cluster/images/pyspark-package.ts';
import { reportProgress } from '../../cluster/local/progress.ts';
import { RELEASES } from '../spark-releases.ts';
import { classStrings } from './class-strings.ts';
import { zipEntries } from './zip-entries.ts';

const TARGET = join(import.meta.dirname, '../../../src/spark/property-names.json');

/** A name with at least one dot; parts of names, which end in one, are none. */
const PROPERTY = /^spark(?:\.[A-Za-z][\w-]*)+$/u;
/** Those of Kubernetes have a table of their own; the others are of no cluster that is meant here. */
const ELSEWHERE = /^spark\.(?:kubernetes|mesos|test|testing)\./u;

const progress = reportProgress();
const names = new Set<string>();
for (const release of RELEASES) {
  const jars = join(await unpackedPyspark(release, progress), 'deps/jars');
  const own = (await readdir(jars)).filter((name) => name.startsWith('spark-'));
  for (const jar of own) for (const name of propertiesIn(await readFile(join(jars, jar)))) names.add(name);
  progress.say(`Spark ${release.version}: ${names.size} properties by now`);
}

function propertiesIn(jar: Buffer): readonly string[] {
  const texts = [...zipEntries(jar, '.class')].flatMap((file) => [...classStrings(file)]);
  return texts.filter((text) => PROPERTY.test(text) && !ELSEWHERE.test(text));
}

/** The last words of the names by what stands before them. */
const grouped = Object.groupBy([...names].toSorted(), (name) => name.slice(0, name.lastIndexOf('.')));
const lastWords = Object.entries(grouped)
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .map(([parent, children = []]) => [parent, children.map((name) => name.slice(parent.length + 1))] as const);
await writeFile(TARGET, `${JSON.stringify(Object.fromEntries(lastWords), undefined, 2)}\n`);
