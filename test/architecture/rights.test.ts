import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { sourceFiles } from './source-files.ts';

interface Rights {
  readonly kind: string;
  readonly rules?: readonly { readonly resources?: readonly string[]; readonly verbs: readonly string[] }[];
}

const FILE = new URL('../../deploy/operator-rights.yaml', import.meta.url);
const RULES = (loadAll(readFileSync(FILE, 'utf8')) as readonly Rights[]).flatMap(({ rules = [] }) => rules);

/** The resources that the code has a name for. */
const RESOURCES = sourceFiles('src').flatMap(({ text }) =>
  [...text.matchAll(/: Resource<[^>]+> = \{[^}]*plural: '(\w+)'/gu)].map(([, plural]) => plural ?? ''),
);

/** Made by whoever submits with files of their own, by their own rights; the operator is handed none. */
const NOT_IN_THE_CLUSTER = ['secrets'];

test('the operator has no rights on secrets', () => {
  const granted = RULES.flatMap(({ resources = [] }) => resources);
  expect(granted.filter((plural) => NOT_IN_THE_CLUSTER.includes(plural))).toEqual([]);
});

test('the operator may read every resource it works with, be it to adopt what is there', () => {
  const readable = RULES.filter(({ verbs }) => verbs.includes('get')).flatMap(
    ({ resources = [] }) => resources,
  );
  expect(RESOURCES.length).toBeGreaterThan(5);
  expect(
    RESOURCES.filter((plural) => !readable.includes(plural) && !NOT_IN_THE_CLUSTER.includes(plural)),
  ).toEqual([]);
});
