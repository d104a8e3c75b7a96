import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { DEFINITIONS } from '../../src/api/custom-resource-definition.ts';
import type { Schema } from '../../src/api/schema-violations.ts';
import { DENIED_PROPERTIES } from '../../src/api/spec-rules.ts';
import { REFUSED_PROPERTIES } from '../../src/submission/refused-properties.ts';
import { CRD_FOLDER, renderedCrds } from './rendered-crds.ts';

describe('crds/', () => {
  const folder = new URL(`../../${CRD_FOLDER}`, import.meta.url);

  test('holds just the files that src/api gives', () => {
    const files = readdirSync(folder).filter((file) => file !== 'kustomization.yaml');
    expect(files).toEqual([...renderedCrds().keys()].toSorted());
  });

  test.each([...renderedCrds()])('%s is what "npm run crds" writes', (file, text) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toBe(text);
  });
});

test('kustomize is told of each file', () => {
  const file = readFileSync(new URL('../../crds/kustomization.yaml', import.meta.url), 'utf8');
  expect(load(file)).toMatchObject({ resources: [...renderedCrds().keys()] });
});

test.each([...renderedCrds()])('%s stays below 200 kB, so that client-side apply works', (_, text) => {
  expect(JSON.stringify(load(text)).length).toBeLessThan(200_000);
});

describe.each(Object.entries(DEFINITIONS))('%s', (_, { spec }) => {
  const versions = spec['versions'] as readonly Version[];

  test('has a description of its own, which "kubectl explain" begins with', () => {
    for (const { schema } of versions) expect(schema.openAPIV3Schema.description).toMatch(/^[A-Z].{40,}\.$/u);
  });

  test('shows why something is as it is with "kubectl get -o wide"', () => {
    for (const { additionalPrinterColumns } of versions)
      expect(additionalPrinterColumns).toContainEqual(
        expect.objectContaining({ name: 'Message', priority: 1 }),
      );
  });

  test('has a description for every field, which "kubectl explain" shows', () => {
    const fields = versions.flatMap(({ schema }) => fieldsIn(schema.openAPIV3Schema, ''));
    expect(fields.length).toBeGreaterThan(20);
    expect(
      fields.filter(({ description, path }) => description === undefined && !OF_EVERY_OBJECT.has(path)),
    ).toEqual([]);
  });
});

test('the submission refuses every property that the CRD refuses', () => {
  const refused = REFUSED_PROPERTIES.map(({ key }) => key);
  expect(Object.keys(DENIED_PROPERTIES).filter((key) => !refused.includes(key))).toEqual([]);
});

/** The API server describes these. */
const OF_EVERY_OBJECT = new Set(['.apiVersion', '.kind', '.metadata']);

interface Version {
  readonly schema: { readonly openAPIV3Schema: Described };
  readonly additionalPrinterColumns: readonly object[];
}

interface Described extends Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
}

/** All fields, however deep, with what is said of them. */
function fieldsIn(
  schema: Described,
  path: string,
): readonly { readonly path: string; readonly description: string | undefined }[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    { path: `${path}.${name}`, description: field.description },
    ...fieldsIn(field, `${path}.${name}`),
  ]);
  const items = schema.items === undefined ? [] : fieldsIn(schema.items, `${path}[]`);
  const values =
    schema.additionalProperties === undefined ? [] : fieldsIn(schema.additionalProperties, `${path}[*]`);
  return [...below, ...items, ...values];
}
