import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadAll } from 'js-yaml';

import { APPLICATIONS, type SparkApplication } from '../../src/api/spark-application.ts';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';

/** Where the examples for users lie. Those for other tools have folders of their own there. */
export const EXAMPLES = join(import.meta.dirname, '../../examples');

export interface Example {
  readonly application: SparkApplication;
  /** What it counts on, in its namespace. */
  readonly beside: readonly KubernetesObject[];
}

/** One file below `examples/`. Fails: when there is no application in it. */
export function example(file: string): Example {
  const documents = loadAll(readFileSync(join(EXAMPLES, file), 'utf8')) as readonly KubernetesObject[];
  const [application] = documents.filter(isApplication);
  if (application === undefined) throw new Error(`there is no application in ${file}`);
  return { application, beside: documents.filter((document) => document !== application) };
}

function isApplication(object: KubernetesObject): object is SparkApplication {
  return object.kind === APPLICATIONS.kind;
}
