import { describe, expect, test } from '@jest/globals';
import { buildDriver } from '../../../src/pod/build-driver.ts';
import { parsePodTemplate, parsePodTemplateText } from '../../../src/pod/parse-pod-template.ts';
import { driverInput } from './samples.ts';

describe('a pod template', () => {
  test('is metadata and spec, whatever stands around them', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {team: a}\nspec:\n  priorityClassName: high\n';
    expect(parsePodTemplateText(text, 'f')).toEqual({
      metadata: { labels: { team: 'a' } },
      spec: { priorityClassName: 'high' },
    });
  });

  test('may be JSON', () => {
    expect(parsePodTemplateText('{"spec": {"hostname": "h"}}', 'f')).toEqual({ spec: { hostname: 'h' } });
  });

  test('may have nulls, which are nothing', () => {
    const value = {
      metadata: { labels: null },
      spec: { volumes: null, containers: [{ name: 'c', env: null }] },
    };
    const driverTemplate = parsePodTemplate(value, 'f');
    expect(driverTemplate).toEqual({ metadata: {}, spec: { containers: [{ name: 'c' }] } });
    expect(buildDriver(driverInput({}, { driverTemplate })).pod.spec.containers[0]?.name).toBe('c');
  });

  test.each<{ readonly value: unknown; readonly problem: string }>([
    { value: 'text', problem: 'it is not an object with metadata and spec' },
    { value: [], problem: 'it is not an object with metadata and spec' },
    { value: { spec: 1 }, problem: 'spec is not an object' },
    { value: { spec: { containers: {} } }, problem: 'spec.containers is not a list' },
    { value: { spec: { containers: ['c'] } }, problem: 'spec.containers[0] is not an object' },
    { value: { spec: { containers: [{ env: 'A' }] } }, problem: 'spec.containers[0].env is not a list' },
    { value: { spec: { containers: [{ name: 7 }] } }, problem: 'spec.containers[0].name is not text' },
    { value: { spec: { containers: [{ resources: [] }] } }, problem: 'spec.containers[0].resources is not' },
    { value: { spec: { volumes: [{}, 1] } }, problem: 'spec.volumes[1] is not an object' },
    { value: { metadata: { labels: { a: 1 } } }, problem: 'metadata.labels.a is not text' },
  ])('is refused: $problem', ({ value, problem }) => {
    expect(() => parsePodTemplate(value, 'spec.driver.template')).toThrow(
      `spec.driver.template is not a pod template: ${problem}`,
    );
  });

  test.each(['a: [', '\t', '- 1', '', '%', '&a *a', '!!binary x'])('of the text %j is refused', (text) => {
    expect(() => parsePodTemplateText(text, 'f')).toThrow('f is not a pod template: it is not');
  });
});
