import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isGlob, parseGlob, type GlobPart } from '../../spark/glob.ts';
import type { SparkConf } from '../../spark/spark-conf.ts';
import {
  FILE_LISTS,
  fileUri,
  isOnSubmittersDisk,
  listItems,
  pathOfFile,
  resolveUri,
  splitFragment,
  withFragment,
  type ToAbsolute,
} from '../../spark/uri.ts';
import { CommandError } from '../command.ts';

/** Properties with every file by its own URI, and the globs that stand for none. */
export interface ListedFiles {
  readonly conf: SparkConf;
  readonly unmatched: readonly string[];
}

/**
 * Puts in place of each glob the files of this disk that it matches, in their order. Globs in other places are left to the
 * driver, which resolves them as Spark does.
 *
 * Fails: with a CommandError for a glob with a fragment that matches several files.
 *
 * @see Spark `DependencyUtils.resolveGlobPaths`
 */
export async function withListedFiles(conf: SparkConf, toAbsolute: ToAbsolute): Promise<ListedFiles> {
  const unmatched: string[] = [];
  const listed: [string, string][] = [];
  for (const key of FILE_LISTS) {
    const items = listItems(conf.get(key)).map((item) => resolveUri(item, toAbsolute));
    const found = await Promise.all(items.map(filesOf));
    // Spark passes over them without a word.
    unmatched.push(...items.filter((_, index) => found[index]?.length === 0));
    if (items.length > 0) listed.push([key, found.flat().join(',')]);
  }
  return { conf: conf.withAll(Object.fromEntries(listed)), unmatched };
}

/** The files that an item stands for: itself, where it is no glob of this disk. */
async function filesOf(uri: string): Promise<readonly string[]> {
  const { base, fragment } = splitFragment(uri);
  const path = pathOfFile(base);
  if (!isOnSubmittersDisk(base)) return [uri];
  if (!isGlob(path)) {
    if (await is(path, 'folder')) {
      throw new CommandError(`${path} is a folder: name its files, for example by the glob ${path}/*`);
    }
    return [uri];
  }
  if (/\{[^}]*$/u.test(path)) {
    throw new CommandError(
      `the glob ${path} has a { without its }; a list has no commas within names of files`,
    );
  }
  const found = await filesMatching(path);
  if (fragment !== undefined && found.length > 1) {
    throw new CommandError(
      `${uri} names several files, which cannot all be #${fragment}: ${found.join(', ')}`,
    );
  }
  return found.map((file) => withFragment({ base: fileUri(file), fragment }));
}

/** Regular files; checksums of Hadoop's are none. */
async function filesMatching(glob: string): Promise<readonly string[]> {
  const found = await Promise.all(parseGlob(glob).map((parts) => pathsBelow('/', parts)));
  const paths = [...new Set(found.flat())].toSorted();
  const are = await Promise.all(paths.map((path) => is(path, 'file')));
  return paths.filter((path, index) => are[index] === true && !/\/\.[^/]*\.crc$/u.test(path));
}

/** What is not there is neither. */
async function is(path: string, what: 'file' | 'folder'): Promise<boolean> {
  const entry = await stat(path).catch(() => undefined);
  return what === 'file' ? entry?.isFile() === true : entry?.isDirectory() === true;
}

/**
 * What is there below a folder, part by part: only folders whose names match are looked into. Those that may not be read have
 * nothing in them.
 */
async function pathsBelow(folder: string, [part, ...rest]: readonly GlobPart[]): Promise<readonly string[]> {
  if (part === undefined) return [folder];
  if (part.kind === 'name') return pathsBelow(join(folder, part.name), rest);
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => part.matches.test(name)).map((name) => join(folder, name));
  return (await Promise.all(paths.map((path) => pathsBelow(path, rest)))).flat();
}
