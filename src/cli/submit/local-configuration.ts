import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SparkApplication } from '../../api/spark-application.ts';
import { CONFIG_MAPS, type ConfigMapManifest } from '../../manifest/config-map.ts';
import { OperatorError } from '../../operator-error.ts';
import { confDirFiles } from '../../pod/conf-dir-files.ts';
import { parsePodTemplateText } from '../../pod/parse-pod-template.ts';
import { CONF } from '../../spark/conf-keys.ts';
import { isOnSubmittersDisk, pathOfFile } from '../../spark/uri.ts';
import { CommandError } from '../command.ts';
import { confDirectory } from './property-files.ts';
import type { Texts } from './submission.ts';

/** An application, and the ConfigMaps that go along with it. */
export interface Configured {
  readonly application: SparkApplication;
  readonly configMaps: readonly ConfigMapManifest[];
}

/**
 * Takes along the configuration that lies on this disk, in forms that a Git repository can keep: pod templates become
 * fields of the application; the directories of Spark's and Hadoop's configuration, and krb5.conf, become ConfigMaps.
 *
 * Fails: with a CommandError that names the file and the property or variable.
 */
export async function withLocalConfiguration(
  application: SparkApplication,
  environment: Texts,
): Promise<Configured> {
  const templated = await withTemplates(application);
  // Each of them concerns other properties, so they can be looked for side by side.
  const parts = await Promise.all([
    sparkConfiguration(templated, environment),
    hadoopConfiguration(templated, environment),
    kerberosConfiguration(templated),
  ]);
  const spec = parts.reduce((soFar, part) => part?.change(soFar) ?? soFar, templated.spec);
  return {
    application: { ...templated, spec },
    configMaps: parts.flatMap((part) => part?.configMap ?? []),
  };
}

/** A ConfigMap, and what the application says of it. */
interface Part {
  readonly configMap: ConfigMapManifest;
  change(spec: SparkApplication['spec']): SparkApplication['spec'];
}

/** The fields win over the properties, which name files that nobody else can read. */
async function withTemplates(application: SparkApplication): Promise<SparkApplication> {
  const [driver, executor] = await Promise.all([
    templateOf(application, CONF.driverTemplateFile.key),
    templateOf(application, CONF.executorTemplateFile.key),
  ]);
  const { spec } = application;
  return {
    ...application,
    spec: {
      ...spec,
      sparkConf: without(spec.sparkConf, [
        ...(driver === undefined ? [] : [CONF.driverTemplateFile.key]),
        ...(executor === undefined ? [] : [CONF.executorTemplateFile.key]),
      ]),
      driver: { ...spec.driver, ...(driver === undefined ? {} : { template: driver }) },
      executor: { ...spec.executor, ...(executor === undefined ? {} : { template: executor }) },
    },
  };
}

/** Files in other places stay named by the property, and are refused with it. */
async function templateOf(
  { spec }: SparkApplication,
  key: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const uri = spec.sparkConf?.[key];
  if (uri === undefined || !isOnSubmittersDisk(uri)) return undefined;
  const text = await readLocal(pathOfFile(uri), key);
  try {
    return { ...parsePodTemplateText(text, key) };
  } catch (cause) {
    if (!(cause instanceof OperatorError)) throw cause;
    throw new CommandError(cause.message, { cause });
  }
}

/** Spark takes the text files along that are no properties. */
async function sparkConfiguration(
  { metadata, spec }: SparkApplication,
  environment: Texts,
): Promise<Part | undefined> {
  const directory = confDirectory(environment);
  const files = directory === undefined ? {} : await filesIn(directory, true);
  const maxSize = Number(spec.sparkConf?.[CONF.configMapMaxSize.key] ?? CONF.configMapMaxSize.default);
  const data = confDirFiles(files, maxSize);
  if (Object.keys(data).length === 0) return undefined;
  const configMap = configMapOf(metadata, 'spark-conf', data);
  return { configMap, change: (before) => ({ ...before, sparkConfigMap: configMap.metadata.name }) };
}

/** A ConfigMap that the properties name already wins. */
async function hadoopConfiguration(
  { metadata, spec }: SparkApplication,
  environment: Texts,
): Promise<Part | undefined> {
  // Both would be a contradiction, as for Spark; the variable is often set for everything.
  const directory = environment['HADOOP_CONF_DIR'];
  if (directory === undefined || spec.sparkConf?.[CONF.hadoopConfigMap.key] !== undefined) return undefined;
  const data = textsOf(await filesIn(directory, false), 'HADOOP_CONF_DIR');
  if (Object.keys(data).length === 0) return undefined;
  const configMap = configMapOf(metadata, 'hadoop-conf', data);
  return { configMap, change: (before) => ({ ...before, hadoopConfigMap: configMap.metadata.name }) };
}

/** The property that names a file becomes the one that names a ConfigMap. */
async function kerberosConfiguration({ metadata, spec }: SparkApplication): Promise<Part | undefined> {
  const uri = spec.sparkConf?.[CONF.krb5File.key];
  if (uri === undefined || !isOnSubmittersDisk(uri)) return undefined;
  const text = await readLocal(pathOfFile(uri), CONF.krb5File.key);
  const configMap = configMapOf(metadata, 'krb5', { 'krb5.conf': text });
  return {
    configMap,
    change: (before) => ({
      ...before,
      sparkConf: {
        ...without(before.sparkConf, [CONF.krb5File.key]),
        [CONF.krb5ConfigMap.key]: configMap.metadata.name,
      },
    }),
  };
}

/** Named after the application, so that the same files always make the same object. */
function configMapOf(
  { name, namespace }: SparkApplication['metadata'],
  suffix: string,
  data: Readonly<Record<string, string>>,
): ConfigMapManifest {
  const { apiVersion, kind } = CONFIG_MAPS;
  const metadata = { name: `${name}-${suffix}`, ...(namespace === undefined ? {} : { namespace }) };
  return { apiVersion, kind, metadata, data };
}

/**
 * What is in a directory, by name, links followed: mounted ConfigMaps are made of them. Folders are left out; a directory
 * that need not be there has nothing.
 */
async function filesIn(
  directory: string,
  isOptional: boolean,
): Promise<Readonly<Record<string, Uint8Array>>> {
  try {
    const found = await Promise.all(
      (await readdir(directory)).map(async (name) => {
        const path = join(directory, name);
        return (await stat(path)).isFile() ? [[name, await readFile(path)] as const] : [];
      }),
    );
    return Object.fromEntries(found.flat());
  } catch (cause) {
    if (isOptional && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw unreadable(directory, 'a directory of configuration', cause);
  }
}

/** Fails: with a CommandError for a file that is no text. */
function textsOf(
  files: Readonly<Record<string, Uint8Array>>,
  from: string,
): Readonly<Record<string, string>> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      try {
        return [name, decoder.decode(content)];
      } catch (cause) {
        throw new CommandError(`${from}: the file ${name} is no text, so it cannot go along; move it away`, {
          cause,
        });
      }
    }),
  );
}

/** Fails: with a CommandError that names the property. */
async function readLocal(path: string, key: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, key, cause);
  });
}

/** With the words of the system, which name the reason. */
function unreadable(path: string, what: string, cause: unknown): CommandError {
  return new CommandError(
    `${what}: ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
    },
  );
}

/** The properties but these. */
function without(
  record: Readonly<Record<string, string>> | undefined,
  keys: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record ?? {}).filter(([key]) => !keys.includes(key)));
}
