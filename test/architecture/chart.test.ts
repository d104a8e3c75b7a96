import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { DEFINITIONS } from '../../src/api/custom-resource-definition.ts';
import { operatorFlags } from './operator-flags.ts';

/** The part of a JSON schema that tells which values there are. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
}

const CHART = new URL('../../charts/spark-operator/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, CHART), 'utf8');

const SCHEMA = JSON.parse(read('values.schema.json')) as Schema;
const VALUES = load(read('values.yaml'));
const TEMPLATES = readdirSync(new URL('templates/', CHART), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.\w+$/u.test(file))
  .map((file) => withoutVariables(read(`templates/${file}`)));

/** Helm gives this to every chart that another one contains. */
const HELMS_OWN = 'global';

/** Flags that no value sets, and why. */
const NO_VALUE: Readonly<Record<string, string>> = {
  help: 'ends the operator',
  'driver-plugin': 'the image has it where the operator looks for it',
};

describe('charts/spark-operator', () => {
  test('has the version of the package', () => {
    const { version } = JSON.parse(read('../../package.json')) as { readonly version: string };
    expect(load(read('Chart.yaml'))).toMatchObject({ version, appVersion: version });
  });

  test('has a default for each value of the schema, and for no other', () => {
    const inSchema = leavesOf(SCHEMA).filter((path) => path !== HELMS_OWN);
    expect(valuesOf(VALUES, SCHEMA).toSorted()).toEqual(inSchema.toSorted());
  });

  test('uses each value in a template', () => {
    const unused = valuesOf(VALUES, SCHEMA).filter(
      (path) => !TEMPLATES.some((text) => new RegExp(`\\.Values\\.${path}\\b`, 'u').test(text)),
    );
    expect(unused).toEqual([]);
  });

  test('runs sparkctl with the flags of Node that the image runs the operator with', () => {
    const entry = /^ENTRYPOINT (.*)$/mu.exec(read('../../Dockerfile'))?.[1] ?? '[]';
    const command = /command: (\[.*\])/u.exec(read('templates/_hook-pod.tpl'))?.[1] ?? '[]';
    const words = JSON.parse(entry) as readonly string[];
    expect(load(command)).toEqual(words.map((word) => word.replace('main.mjs', 'sparkctl.mjs')));
  });

  test('lets its hook write the CRDs there are, and no others', () => {
    const rights = /resourceNames:\n((?: +- .*\n)+)/u.exec(read('templates/crds-hook.yaml'))?.[1] ?? '';
    const names = rights
      .trim()
      .split('\n')
      .map((line) => line.trim().replace('- ', ''));
    expect(names).toEqual(Object.values(DEFINITIONS).map(({ metadata }) => metadata.name));
  });

  test('sets each flag of the operator that somebody could want to set, and no other', () => {
    const set = TEMPLATES.flatMap((text) => [...text.matchAll(/^ +- --(?:no-)?([a-z-]+)/gmu)]);
    const settable = [...operatorFlags().keys()].filter((flag) => !(flag in NO_VALUE));
    expect(new Set(set.map(([, flag]) => flag))).toEqual(new Set(settable));
  });
});

/** Paths of all values the schema knows, and that it knows all: where a value may hold others, no more are allowed. */
function leavesOf(schema: Schema, path = ''): readonly string[] {
  const { properties } = schema;
  if (properties === undefined) return [path];
  if (schema.additionalProperties !== false) return [`${path} (open)`];
  return Object.entries(properties).flatMap(([name, below]) => leavesOf(below, joined(path, name)));
}

/** Paths of the values, down to where the schema leaves it to the user what there is. */
function valuesOf(values: unknown, schema: Schema | undefined, path = ''): readonly string[] {
  if (schema?.properties === undefined || typeof values !== 'object' || values === null) return [path];
  const { properties } = schema;
  return Object.entries(values).flatMap(([name, below]) =>
    valuesOf(below, properties[name], joined(path, name)),
  );
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** The template with `.Values.…` in the place of each variable that stands for it. */
function withoutVariables(template: string): string {
  let text = template;
  for (const [, name = '', path = ''] of template.matchAll(/\$(\w+) := (\.Values\.[\w.]+)/gu)) {
    text = text.replaceAll(`$${name}.`, `${path}.`);
  }
  return text;
}
