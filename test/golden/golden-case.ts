import { readFileSync } from 'node:fs';
import { parseProperties } from '../../src/spark/properties-file.ts';
import type { MainResourceKind } from '../../src/spark/main-resource.ts';
import type { ResourceProfile } from '../../src/spark/resource-profile.ts';
import { SparkConf } from '../../src/spark/spark-conf.ts';
import { at, isObject, type Json, type JsonObject } from './json.ts';

/** What Spark was asked when a golden was recorded. */
export interface GoldenInput {
  readonly name: string;
  readonly conf: SparkConf;
  readonly kind: MainResourceKind;
  readonly resource: string;
  readonly mainClass: string | undefined;
  readonly arguments: readonly string[];
  readonly proxyUser: string | undefined;
  readonly sparkUser: string;
  readonly appId: string;
  /** Of cases that went through `spark-submit`. */
  readonly master: string;
  readonly submittedAtMs: number;
  /** Of cases with executors. */
  readonly driver: { readonly name: string; readonly uid: string; readonly ip: string };
  readonly executorIds: readonly number[];
  /** @default the one that follows the properties */
  readonly profile?: ResourceProfile | undefined;
  readonly reportedConf: Readonly<Record<string, string>>;
  readonly driverTemplate?: JsonObject | undefined;
  /** On the submitter's disk: content by path. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** In HADOOP_CONF_DIR: content by name. */
  readonly hadoopConf?: Readonly<Record<string, string>> | undefined;
  /** @default that of the goldens */
  readonly sparkVersion?: string;
  readonly executorTemplate: JsonObject | undefined;
}

const CASES = new URL('cases/', import.meta.url);

/** A case of `spark-submit` or of a running driver: its input and every object that reached the API server. */
export function recordedCase(name: string): {
  readonly input: GoldenInput;
  readonly objects: readonly Json[];
} {
  const conf = SparkConf.from(
    parseProperties(readFileSync(new URL(`${name}/conf.properties`, CASES), 'utf8')),
  );
  const objects = json(`${name}/objects.json`);
  if (!Array.isArray(objects)) throw new Error(`${name}/objects.json is not a list`);
  return { input: { ...inputOf(json(`${name}/input.json`)), conf }, objects };
}

function inputOf(recorded: Json | undefined): GoldenInput {
  const text = (key: string): string | undefined => textOf(at(recorded, key));
  const kind = text('kind');
  const template = at(recorded, 'executorTemplate');
  return {
    name: text('name') ?? 'application',
    conf: SparkConf.from(strings(at(recorded, 'conf'))),
    kind: kind === 'python' || kind === 'r' ? kind : 'java',
    resource: text('resource') ?? 'spark-internal',
    mainClass: text('mainClass'),
    arguments: list(at(recorded, 'arguments')).flatMap((item) => textOf(item) ?? []),
    proxyUser: text('proxyUser'),
    sparkUser: text('sparkUser') ?? 'root',
    appId: text('appId') ?? '',
    master: text('master') ?? '',
    submittedAtMs: Number(at(recorded, 'submittedAtMs') ?? 0),
    driver: { name: '', uid: '', ip: '', ...strings(at(recorded, 'driver')) },
    executorIds: list(at(recorded, 'executors')).map(Number),
    reportedConf: strings(at(recorded, 'reportedConf')),
    executorTemplate: isObject(template) ? template : undefined,
  };
}

function json(path: string): Json {
  const parsed: Json = JSON.parse(readFileSync(new URL(path, CASES), 'utf8'));
  return parsed;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function strings(value: Json | undefined): Readonly<Record<string, string>> {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) => (typeof item === 'string' ? [[key, item]] : [])),
      )
    : {};
}
