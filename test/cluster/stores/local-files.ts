/** What somebody has on the disk who submits one of the applications in `jobs/`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SPARK, unpackedPyspark } from '../images/pyspark-package.ts';
import { silentProgress } from '../local/progress.ts';
import { run } from '../local/run.ts';

const JOBS = join(import.meta.dirname, '../jobs');

/** The main resource of an application, and the flags for what goes along. */
export interface LocalApplication {
  readonly flags: readonly string[];
  readonly main: string;
}

/** `jobs/SparkApp.java` in a jar. */
export async function javaApplication(folder: string): Promise<LocalApplication> {
  const [classes, main] = [join(folder, 'classes'), join(folder, 'app.jar')];
  const jars = join(await unpackedPyspark(SPARK, silentProgress), 'deps/jars/*');
  const source = join(JOBS, 'SparkApp.java');
  await run(['javac', '--release', '17', '-classpath', jars, '-d', classes, source]);
  await run(['jar', '--create', '--file', main, '-C', classes, '.']);
  return { flags: ['--class', 'meetup.SparkApp'], main };
}

/** `jobs/uploaded_files.py` with a module, a data file, and an archive that is to be unpacked under another name. */
export async function pythonApplication(folder: string): Promise<LocalApplication> {
  const path = (name: string): string => join(folder, name);
  await mkdir(path('archive'));
  await writeFile(path('greeting.py'), "GREETING = 'Hello'\n");
  await writeFile(path('name.txt'), 'world\n');
  await writeFile(path('archive/end.txt'), '!\n');
  await run(['tar', '--create', '--gzip', '--file', path('ends.tar.gz'), '-C', path('archive'), 'end.txt']);
  const files = ['--py-files', path('greeting.py'), '--files', path('name.txt')];
  const archives = ['--archives', `${path('ends.tar.gz')}#words`];
  return { flags: [...files, ...archives], main: join(JOBS, 'uploaded_files.py') };
}
