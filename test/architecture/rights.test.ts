import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { sourceFiles } from './source-files.ts';

interface Rights {
  readonly kind: string;
  readonly rules?: readonly { readonly resources?: readonly string[]; readonly verbs: readonly string[] }[];
}

const rulesIn = (path: string): readonly NonNullable<Rights['rules']>[number][] => {
  const file = new URL(`../../deploy/${path}`, import.meta.url);
  return (loadAll(readFileSync(file, 'utf8')) as readonly Rights[]).flatMap(({ rules = [] }) => rules);
};

const RULES = rulesIn('base/operator-rights.yaml');
/** What it may do beside that where Driver mode was granted. */
const RULES_OF_DRIVER_MODE = rulesIn('driver-mode-account.yaml');
/** And where labels choose its namespaces. */
const RULES_OF_NAMESPACES = rulesIn('namespace-reader.yaml');

/** And where applications are placed as groups. */
const RULES_OF_BATCH_SCHEDULERS = rulesIn('batch-scheduler-rights.yaml');

/** The resources that the code has a name for; sparkctl's own are for whoever calls it. */
const RESOURCES = sourceFiles('src')
  .filter(({ room }) => room !== 'cli')
  .flatMap(({ text }) =>
    [...text.matchAll(/: Resource<[^>]+> = \{[^}]*plural: '(\w+)'/gu)].map(([, plural]) => plural ?? ''),
  );

/** Made by whoever submits with files of their own, or installs, by rights of their own; the operator is handed none. */
const NOT_THE_OPERATORS = ['secrets', 'customresourcedefinitions'];

test('the operator has no rights on secrets and CRDs', () => {
  const granted = RULES.flatMap(({ resources = [] }) => resources);
  expect(granted.filter((plural) => NOT_THE_OPERATORS.includes(plural))).toEqual([]);
});

test('the operator may read every resource it works with, be it to adopt what is there', () => {
  const readable = [...RULES, ...RULES_OF_DRIVER_MODE, ...RULES_OF_NAMESPACES, ...RULES_OF_BATCH_SCHEDULERS]
    .filter(({ verbs }) => verbs.includes('get'))
    .flatMap(({ resources = [] }) => resources);
  expect(RESOURCES.length).toBeGreaterThan(5);
  expect(
    RESOURCES.filter((plural) => !readable.includes(plural) && !NOT_THE_OPERATORS.includes(plural)),
  ).toEqual([]);
});
