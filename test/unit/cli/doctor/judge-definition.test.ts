import { expect, test } from '@jest/globals';
import {
  DEFINITIONS,
  type CustomResourceDefinition,
} from '../../../../src/api/custom-resource-definition.ts';
import { RELEASE_ANNOTATION } from '../../../../src/api/release-order.ts';
import type { Seen } from '../../../../src/cli/doctor/finding.ts';
import { judgeDefinition } from '../../../../src/cli/doctor/judge-definition.ts';
import { RELEASE } from '../../../../src/cli/release.ts';

const [WANTED] = Object.values(DEFINITIONS);
if (WANTED === undefined) throw new Error('there is no definition');

type Found = Seen<CustomResourceDefinition | undefined>;

const from = (release: string | undefined, spec = WANTED.spec): Found => ({
  kind: 'seen',
  value: {
    metadata: {
      name: WANTED.metadata.name,
      annotations: release === undefined ? {} : { [RELEASE_ANNOTATION]: release },
    },
    spec,
  },
});

/** Without `spec.timeouts`. */
const poorer = (): CustomResourceDefinition['spec'] => {
  const spec = structuredClone(WANTED.spec) as unknown as {
    versions: [
      { schema: { openAPIV3Schema: { properties: { spec: { properties: Record<string, unknown> } } } } },
    ];
  };
  delete spec.versions[0].schema.openAPIV3Schema.properties.spec.properties['timeouts'];
  return spec;
};

test.each<{ readonly name: string; readonly found: Found; readonly verdict: string; readonly says: string }>([
  { name: 'as this release has it', found: from(RELEASE), verdict: 'ok', says: 'every field of release' },
  { name: 'applied by hand', found: from(undefined), verdict: 'ok', says: 'every field of release' },
  {
    name: 'not there',
    found: { kind: 'seen', value: undefined },
    verdict: 'failure',
    says: 'it is not there',
  },
  { name: 'hidden', found: { kind: 'hidden', because: 'no right' }, verdict: 'unknown', says: 'no right' },
  { name: 'of a newer release', found: from('99.0.0'), verdict: 'warning', says: 'newer release 99.0.0' },
  {
    name: 'of an older release',
    found: from('0.0.1', poorer()),
    verdict: 'warning',
    says: `from release 0.0.1, and the API server drops 1 field of ${RELEASE}, such as spec.timeouts`,
  },
  {
    name: 'of another operator',
    found: from(undefined, poorer()),
    verdict: 'failure',
    says: 'from an unnamed release, and the API server drops 1 field',
  },
  {
    name: 'of another version',
    found: from(undefined, { versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: {} } }] }),
    verdict: 'failure',
    says: 'it serves no version v1',
  },
])('a definition $name: $verdict', ({ found, verdict, says }) => {
  const finding = judgeDefinition({ wanted: WANTED, found });
  expect(finding).toMatchObject({ check: `CRD ${WANTED.metadata.name}`, verdict });
  expect(finding.says).toContain(says);
  expect(finding.remedy === undefined).toBe(verdict === 'ok');
});
