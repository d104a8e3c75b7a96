import type { Container, PodManifest, Volume, VolumeMount } from '../manifest/pod.ts';
import type { MainResource } from '../spark/main-resource.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { FILE_LISTS, listItems } from '../spark/uri.ts';
import type { Check } from './check.ts';
import { failureOf } from './check.ts';
import { isConfigMapUri, parseConfigMapUri, type ConfigMapUri } from './config-map-uri.ts';
import { fieldOf } from './field-properties.ts';

/*
 * Files that are kept in a ConfigMap beside the application, `configmap://NAME/KEY`:
 *
 *   mounted    into the driver, each as a file of its own
 *   rewritten  to its path there: `local:` for a script, which only the driver reads; `file:` for whatever executors
 *              need as well, which has Spark serve it from the driver (of `local:` it thinks every image has it)
 */

/** Directory of the driver container below which the files are, each in a directory named after its ConfigMap. */
export const CONFIG_MAP_FILES_DIRECTORY = '/opt/spark-operator-files';

/** Gives the properties with the path in the driver for each file that is kept in a ConfigMap. */
export function withMountedFiles(conf: SparkConf): SparkConf {
  const mounted = FILE_LISTS.flatMap((key) => {
    const files = filesOf(key, conf);
    const rewritten = files.map((file) => (isConfigMapUri(file) ? servedUri(file) : file));
    return files.some(isConfigMapUri) ? [[key, rewritten.join(',')] as const] : [];
  });
  return conf.withAll(mounted);
}

/** Gives the main file with its path in the driver. Executors need a jar, and no script. */
export function mountedMainResource({ kind, uri }: MainResource): MainResource {
  if (!isConfigMapUri(uri)) return { kind, uri };
  return { kind, uri: kind === 'java' ? servedUri(uri) : `local://${pathOf(parseConfigMapUri(uri))}` };
}

/** Everything that is kept in ConfigMaps, each key once, as it was written. */
export function configMapFiles(conf: SparkConf, main: MainResource): readonly ConfigMapUri[] {
  const uris = [main.uri, ...FILE_LISTS.flatMap((key) => filesOf(key, conf))].filter(isConfigMapUri);
  return [...new Map(uris.map((uri) => parseConfigMapUri(uri)).map((file) => [pathOf(file), file])).values()];
}

/**
 * Gives the driver pod with those files in its Spark container.
 *
 * Guarantees: a file stays as it was when the driver began, because mounts below a volume are not brought up to date;
 * so executors that begin later get the same. A driver whose ConfigMap or key is not there yet waits for it.
 */
export function withConfigMapFiles(pod: PodManifest, files: readonly ConfigMapUri[]): PodManifest {
  if (files.length === 0) return pod;
  const names = [...new Set(files.map(({ configMap }) => configMap))];
  const volumes = names.map((name, index): Volume => {
    const keys = files.filter(({ configMap }) => configMap === name).map(({ key }) => key);
    return {
      name: volumeName(index),
      configMap: { name, items: keys.map((key) => ({ key, path: key })) },
    };
  });
  const mounts = files.map((file): VolumeMount => ({
    name: volumeName(names.indexOf(file.configMap)),
    mountPath: pathOf(file),
    subPath: file.key,
    readOnly: true,
  }));
  // The Spark container is always the last one.
  const container: Container = pod.spec.containers.at(-1) ?? { name: '' };
  return {
    ...pod,
    spec: {
      ...pod.spec,
      volumes: [...(pod.spec.volumes ?? []), ...volumes],
      containers: [
        ...pod.spec.containers.slice(0, -1),
        { ...container, volumeMounts: [...(container.volumeMounts ?? []), ...mounts] },
      ],
    },
  };
}

/** A ConfigMap's file that is named in a wrong way. */
export const configMapUriUnreadable: Check = ({ spec }, conf) => {
  const main = spec.mainApplicationFile;
  const written = [
    { path: 'spec.mainApplicationFile', uri: main },
    ...FILE_LISTS.flatMap((key) =>
      filesOf(key, conf)
        .filter((uri) => uri !== main)
        .map((uri) => ({ path: fieldOf(key, spec), uri })),
    ),
  ];
  return written
    .filter(({ uri }) => isConfigMapUri(uri))
    .flatMap(({ path, uri }) => failureOf(path, () => parseConfigMapUri(uri)));
};

const volumeName = (index: number): string => `spark-operator-files-${index}`;

const pathOf = ({ configMap, key }: ConfigMapUri): string =>
  `${CONFIG_MAP_FILES_DIRECTORY}/${configMap}/${key}`;

function servedUri(uri: string): string {
  const file = parseConfigMapUri(uri);
  return `file://${pathOf(file)}${file.fragment}`;
}

const filesOf = (key: string, conf: SparkConf): readonly string[] => listItems(conf.get(key));
