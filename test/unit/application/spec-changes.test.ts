import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { APPLIES_IN_PLACE, needsNewAttempt, specFingerprint } from '../../../src/application/spec-changes.ts';
import { applicationIn } from '../../fakes/applications.ts';

const LIFE = readFileSync(join(import.meta.dirname, '../../../docs/life.md'), 'utf8');
const { spec } = applicationIn('');
const submitted = specFingerprint(spec);

const IN_PLACE: Readonly<Record<string, Partial<SparkApplicationSpec>>> = {
  'spec.suspend': { suspend: true },
  'spec.timeToLiveSeconds': { timeToLiveSeconds: 60 },
  'spec.restartPolicy': { restartPolicy: { type: 'Always' } },
  'spec.failureRetries': { failureRetries: 1 },
  'spec.retryInterval': { retryInterval: 1 },
  'spec.executor.instances': { executor: { instances: 7 } },
};

describe('an edit', () => {
  test.each(Object.keys(APPLIES_IN_PLACE))('of %s applies in place', (path) => {
    const edited = { ...spec, ...IN_PLACE[path] };
    expect(JSON.stringify(edited)).not.toBe(JSON.stringify(spec));
    expect(needsNewAttempt(submitted, edited)).toBe(false);
  });

  test.each(Object.keys(APPLIES_IN_PLACE))('of %s is in docs/life.md', (path) => {
    expect(LIFE).toContain(`\`${path}\``);
  });

  test.each<readonly [string, Partial<SparkApplicationSpec>]>([
    ['the image', { image: 'apache/spark:4.2.1' }],
    ['an argument', { arguments: ['1000'] }],
    ['a property', { sparkConf: { 'spark.ui.enabled': 'false' } }],
    ['the memory of the executors', { executor: { memory: '2g' } }],
    ['a label of the driver', { driver: { labels: { team: 'a' } } }],
  ])('of %s needs new pods', (_, edit) => {
    expect(needsNewAttempt(submitted, { ...spec, ...edit })).toBe(true);
  });

  test('that writes the same in another order needs none', () => {
    const reversed = Object.fromEntries(Object.entries(spec).toReversed()) as typeof spec;
    expect(needsNewAttempt(submitted, reversed)).toBe(false);
  });

  test.each([
    ['before there were fingerprints', undefined],
    ['by another table of fields', '0:abc'],
  ])('of an attempt that was submitted %s ends nothing', (_, fingerprint) => {
    expect(needsNewAttempt(fingerprint, { ...spec, image: 'other' })).toBe(false);
  });
});
