import { basename } from 'node:path/posix';
import { SPARK_INTERNAL, type MainResource } from '../spark/main-resource.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import {
  FILE_LISTS,
  isOnSubmittersDisk,
  listItems,
  pathOfFile,
  splitFragment,
  withFragment,
} from '../spark/uri.ts';

/** A file of this disk, and where it is put. */
export interface Upload {
  readonly path: string;
  readonly target: string;
}

/** What is submitted, with the places that its files are put to. */
export interface UploadPlan {
  readonly conf: SparkConf;
  readonly main: MainResource;
  /** Each file once. */
  readonly uploads: readonly Upload[];
  /** Where all of them are put, and nothing else is. */
  readonly directory: string;
}

/** The files of this disk that pods need: the main resource first, then those of the lists. */
export function localFiles(conf: SparkConf, main: MainResource): readonly string[] {
  return [main.uri, ...FILE_LISTS.flatMap((key) => listItems(conf.get(key)))].filter(isLocal);
}

/**
 * Plans where the files of this disk go: to `<path>/spark-upload-<id>/<name>`, and those of a name that is taken into a
 * numbered directory below. Their names in properties change with them, fragments stay.
 *
 * A jar becomes one of `spark.jars`, and the main resource `spark-internal`; Python and R files stay the main resource.
 *
 * @see Spark `BasicDriverFeatureStep.getAdditionalPodSystemProperties`, `KubernetesUtils.renameMainAppResource`
 */
export function planUpload(
  conf: SparkConf,
  main: MainResource,
  to: { readonly path: string; readonly id: string },
): UploadPlan {
  const directory = `${to.path.replace(/\/+$/u, '')}/spark-upload-${to.id}`;
  const targets = targetsOf(localFiles(conf, main), directory);
  const moved = (uri: string): string => {
    const { base, fragment } = splitFragment(uri);
    return isLocal(uri) ? withFragment({ base: targets.get(pathOfFile(base)) ?? base, fragment }) : uri;
  };
  // Spark does so, too: the driver gets it with the other jars.
  const isMovedJar = main.kind === 'java' && isLocal(main.uri);
  const lists = FILE_LISTS.map((key) => [key, listItems(conf.get(key)).map(moved)] as const)
    .map(
      ([key, items]) =>
        [key, key === 'spark.jars' && isMovedJar ? [...items, moved(main.uri)] : items] as const,
    )
    .filter(([, items]) => items.length > 0)
    .map(([key, items]) => [key, [...new Set(items)].join(',')] as const);
  return {
    conf: conf.withAll(lists),
    main: { kind: main.kind, uri: isMovedJar ? SPARK_INTERNAL : moved(main.uri) },
    uploads: [...targets].map(([path, target]) => ({ path, target })),
    directory,
  };
}

/** Whether it has to be put somewhere else. */
const isLocal = (uri: string): boolean => uri !== SPARK_INTERNAL && isOnSubmittersDisk(uri);

/** The place of each file by its path. Names are the last parts of paths, with what URIs don't have escaped. */
function targetsOf(uris: readonly string[], directory: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of new Set(uris.map((uri) => pathOfFile(splitFragment(uri).base)))) {
    const name = encodeURI(basename(path)).replaceAll(/[?#]/gu, encodeURIComponent);
    const first = `${directory}/${name}`;
    const target = taken.has(first) ? `${directory}/${targets.size}/${name}` : first;
    taken.add(target);
    targets.set(path, target);
  }
  return targets;
}
