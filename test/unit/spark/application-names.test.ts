import { describe, expect, test } from '@jest/globals';
import {
  appNameLabel,
  attemptIds,
  driverServiceName,
  executorHostname,
  executorNamePrefix,
  localDirectory,
  resourceNamePrefix,
} from '../../../src/spark/application-names.ts';

const ID = '0123456789abcdef';

describe('ids', () => {
  test('are always the same for an attempt', () => {
    expect(attemptIds('uid', 1)).toEqual(attemptIds('uid', 1));
  });

  test('are those of nobody else', () => {
    const ids = [attemptIds('uid', 1), attemptIds('uid', 2), attemptIds('uid2', 1), attemptIds('uid', 11)];
    expect(
      new Set(ids.flatMap(({ appId, uniqueId, submissionId }) => [appId, uniqueId, submissionId])).size,
    ).toBe(12);
  });

  test('have the form of those that Spark draws', () => {
    const { appId, uniqueId, submissionId } = attemptIds('uid', 1);
    expect(appId).toMatch(/^spark-[0-9a-f]{32}$/u);
    expect(uniqueId).toMatch(/^[0-9a-f]{16}$/u);
    expect(submissionId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
    expect(localDirectory(appId)).toMatch(/^\/var\/data\/spark-[0-9a-f-]{36}$/u);
  });
});

describe('names', () => {
  test.each([
    { name: 'pi_ALL Test', prefix: `pi-all-test-${ID}`, label: 'pi-all-test' },
    { name: '9 Lives-- _X--', prefix: `x-lives-x-${ID}`, label: '9-lives-x' },
    { name: '-lead', prefix: `lead-${ID}`, label: 'lead' },
    { name: '---', prefix: `x${ID.slice(1)}`, label: '' },
    { name: ' a.b ', prefix: `a-b-${ID}`, label: 'a-b' },
    { name: `${'n'.repeat(62)} more`, prefix: `${'n'.repeat(62)}-more-${ID}`, label: 'n'.repeat(62) },
  ])('of "$name" begin with $prefix', ({ name, prefix, label }) => {
    expect(resourceNamePrefix(name, ID)).toBe(prefix);
    expect(appNameLabel(name)).toBe(label);
  });

  test('a service falls back to the id where its name would be no DNS label', () => {
    expect(driverServiceName('a'.repeat(52), ID)).toBe(`${'a'.repeat(52)}-driver-svc`);
    expect(driverServiceName('a'.repeat(53), ID)).toBe(`spark-${ID}-driver-svc`);
  });

  test('executors fall back to the id where their names would be too long', () => {
    expect(executorNamePrefix('a'.repeat(220), ID)).toBe(`${'a'.repeat(220)}-${ID}`);
    expect(executorNamePrefix('a'.repeat(221), ID)).toBe(`spark-${ID}`);
  });

  test.each([
    { pod: 'app-exec-1', hostname: 'app-exec-1' },
    { pod: `${'a'.repeat(60)}-exec-12`, hostname: `${'a'.repeat(55)}-exec-12` },
    { pod: `x-${'.'.repeat(3)}${'a'.repeat(54)}-exec-1`, hostname: `${'a'.repeat(54)}-exec-1` },
    { pod: 'a.b-exec-1', hostname: 'a_b-exec-1' },
  ])('the host of $pod is $hostname', ({ pod, hostname }) => {
    expect(executorHostname(pod)).toBe(hostname);
  });
});
