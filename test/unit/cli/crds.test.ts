import { describe, expect, test } from '@jest/globals';
import {
  CUSTOM_RESOURCE_DEFINITIONS,
  DEFINITIONS,
  type CustomResourceDefinition,
} from '../../../src/api/custom-resource-definition.ts';
import { RELEASE_ANNOTATION } from '../../../src/api/release-order.ts';
import { RELEASE } from '../../../src/cli/release.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

const NAMES = Object.values(DEFINITIONS).map(({ metadata }) => metadata.name);

/** The definition of applications as somebody else has left it. */
const applied = (annotations: Readonly<Record<string, string>>): CustomResourceDefinition => ({
  metadata: { name: 'sparkapplications.sparkoperator.k8s.io', namespace: '', annotations },
  spec: { versions: [] },
});

describe('sparkctl crds apply', () => {
  test('creates every definition, and says of which release', async () => {
    const cluster = new CommandsOnACluster();
    const { code, printed } = await cluster.run('crds', 'apply');
    expect(code).toBe(0);
    expect(printed.trimEnd().split('\n')).toEqual(
      NAMES.map((name) => `${name}: created from release ${RELEASE}`),
    );
    const stored = cluster.api.all(CUSTOM_RESOURCE_DEFINITIONS);
    expect(stored.map(({ metadata }) => metadata.annotations?.[RELEASE_ANNOTATION])).toEqual(
      NAMES.map(() => RELEASE),
    );
  });

  test.each([
    { name: 'of another operator', annotations: {}, becomes: `applied from release ${RELEASE}` },
    {
      name: 'of an older release',
      annotations: { [RELEASE_ANNOTATION]: '0.0.9' },
      becomes: `applied from release ${RELEASE}`,
    },
    {
      name: 'of a newer release',
      annotations: { [RELEASE_ANNOTATION]: '99.0.0' },
      becomes: `left as it is: it comes from release 99.0.0, this is ${RELEASE}`,
    },
  ])('finds one $name', async ({ annotations, becomes }) => {
    const cluster = new CommandsOnACluster();
    await cluster.api.create(CUSTOM_RESOURCE_DEFINITIONS, applied(annotations));
    const { printed } = await cluster.run('crds', 'apply');
    expect(printed).toContain(`sparkapplications.sparkoperator.k8s.io: ${becomes}\n`);
  });

  test('says what the cluster refuses', async () => {
    const cluster = new CommandsOnACluster();
    cluster.api.refuse = () => refusal('Forbidden', 'User "x" cannot get customresourcedefinitions');
    const { code, told } = await cluster.run('crds', 'apply');
    expect({ code, told }).toEqual({
      code: 1,
      told: ['sparkctl crds: User "x" cannot get customresourcedefinitions'],
    });
  });

  test.each([
    { words: [], because: 'the word apply is missing' },
    { words: ['delete'], because: 'it takes apply, not delete' },
    { words: ['apply', 'apply'], because: 'it takes apply, not apply apply' },
  ])('refuses $words', async ({ words, because }) => {
    const { code, told } = await new CommandsOnACluster().run('crds', ...words);
    expect({ code, told }).toEqual({
      code: 2,
      told: [`sparkctl crds: ${because}. See sparkctl crds --help.`],
    });
  });
});
